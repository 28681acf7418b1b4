"""The workbench: an API and pages in Arabic and English, on one database."""
