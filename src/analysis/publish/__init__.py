"""Exhibits become documents: a notebook run under guards, one HTML page that needs no network.

The names are loaded on first use: reports' processes are started before anything slow is imported.
"""

from importlib import import_module

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


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
