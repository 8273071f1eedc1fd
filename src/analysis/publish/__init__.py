"""Exhibits become documents: a notebook run under guards, one HTML page that needs no network.

The names are loaded on first use: reports' processes are started before anything slow is imported.
"""

from analysis.lazy import listed, on_first_use

_HOMES = {
    "lacks_pictures": "render",
    "page_path": "render",
    "read_page_name": "render",
    "registry": "render",
    "render_report": "render",
    "reports_for": "render",
    "show_report": "render",
    "shown_path": "render",
    "warm_up": "runner",
}
__all__ = list(_HOMES)
__getattr__ = on_first_use(__name__, _HOMES)
__dir__ = listed(_HOMES)
