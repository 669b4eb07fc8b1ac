"""Where a student's pages lie: a folder that every system can have, whatever the id is."""

from __future__ import annotations

# Windows has no folders of these names, with whatever ending.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)


def folder_of(student: str) -> str:
    """Return the name of a student's folder: the id, but for what Windows would change in it."""
    name = student
    if name.partition(".")[0].strip().casefold() in _DEVICES:
        name = f"%{ord(name[0]):02X}{name[1:]}"
    last = name[-1:]
    return f"{name[:-1]}%{ord(last):02X}" if last in (".", " ") else name
