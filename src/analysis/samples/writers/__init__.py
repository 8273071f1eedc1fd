"""Writing grids as the files that offices send: xlsx, old xls, HTML saved as .xls, GBK CSV."""

from __future__ import annotations

from pathlib import Path

from analysis.samples.grid import Upload


def write_upload(upload: Upload, folder: Path) -> Path:
    """Write an upload below a folder in its own format and return the file."""
    from analysis.samples.writers import html, text, xls, xlsx

    path = folder / upload.name
    {"xlsx": xlsx, "xls": xls, "html": html, "csv": text}[upload.kind].write(upload, path)
    return path
