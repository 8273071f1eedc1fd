"""Exhibits become documents: a notebook run under guards, one HTML page that needs no network."""

from analysis.publish.render import (
    page_path,
    read_page_name,
    registry,
    render_report,
    reports_for,
    show_report,
    shown_path,
)
from analysis.publish.runner import warm_up

__all__ = [
    "page_path",
    "read_page_name",
    "registry",
    "render_report",
    "reports_for",
    "show_report",
    "shown_path",
    "warm_up",
]
