"""Exhibits become documents: a notebook run under guards, one HTML page that needs no network.

The names are loaded on first use: reports' processes are started before anything slow is imported.
"""

from analysis.lazy import on_first_use

__all__, __getattr__, __dir__ = on_first_use(
    __name__,
    {
        "render": "lacks_pictures page_path read_page_name registry render_report report_kind report_title reports_for "
        "show_report shown_path withdraw",
        "runner": "warm_up",
    },
)
