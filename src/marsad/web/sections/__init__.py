"""The sections of the workbench: each module has the routes of its part of the API (`api`) and its pages (`pages`)."""
