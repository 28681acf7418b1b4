"""The site: hand-written guides, generated references, the API from its docstrings. ``make site`` builds it.

Strict (a warning fails it) and whole: a browser that shows it asks no other host for anything.
"""

from __future__ import annotations

from typing import Any

import marsad

project = "Marsad"
author = "The Marsad authors"
project_copyright = "Apache-2.0"
version = release = marsad.__version__
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
default_role = "code"  # docstrings set code in single backticks
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True}
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
python_maximum_signature_line_length = 88
maximum_signature_line_length = 88
nitpicky = False

html_theme = "furo"
html_title = "Marsad · مرصد"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False
html_show_sourcelink = False
html_last_updated_fmt = None  # the same tree gives the same pages


def _direction(app: Any, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Pages of the folder ar/ are written from right to left, whatever stands around them."""
    if pagename.startswith("ar/") and "body" in context:
        context["body"] = f'<div dir="rtl" lang="ar" class="arabic">{context["body"]}</div>'


def setup(app: Any) -> None:
    """Called by Sphinx."""
    app.connect("html-page-context", _direction)
