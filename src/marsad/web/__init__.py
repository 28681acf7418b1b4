"""The workbench: an API and pages in Arabic and English over one database of reports. Needs the extra ``[web]``."""
