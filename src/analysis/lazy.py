"""Names of a package that are loaded on first use, so that who needs none of them does not wait for pandas."""

from collections.abc import Callable, Mapping
from importlib import import_module


def on_first_use(
    package: str, homes: Mapping[str, str]
) -> tuple[list[str], Callable[[str], object], Callable[[], list[str]]]:
    """``__all__``, ``__getattr__`` and ``__dir__`` of a package: its names, and nothing that is for us alone.

    ``homes``: a module of the package -> the names that it has, parted by blanks; "": packages in this one.
    """
    home_of = {name: home for home, names in homes.items() for name in names.split()}

    def load(name: str) -> object:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        if not home_of[name]:
            return import_module(f"{package}.{name}")
        return getattr(import_module(f"{package}.{home_of[name]}"), name)

    def listed() -> list[str]:
        return sorted([*home_of, "__all__", "__doc__", "__file__", "__name__", "__path__", "__spec__"])

    return [*home_of], load, listed
