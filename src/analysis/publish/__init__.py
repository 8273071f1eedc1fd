"""Exhibits become documents: a notebook run under guards, one HTML page that needs no network."""

from analysis.publish.render import registry, render_report

__all__ = ["registry", "render_report"]
