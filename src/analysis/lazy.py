"""Names of a package that are loaded on first use, so that who needs none of them does not wait for pandas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module


def on_first_use(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """The ``__getattr__`` of a package; ``homes``: name -> the package's module that has it, "" for a package in it."""

    def load(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        if not homes[name]:
            return import_module(f"{package}.{name}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return load


def listed(homes: Mapping[str, str]) -> Callable[[], list[str]]:
    """The ``__dir__`` of a package: its names, as tab completion offers them, and nothing that is for us alone."""
    return lambda: sorted([*homes, "__all__", "__doc__", "__file__", "__name__", "__path__", "__spec__"])
