"""Which files a child can see: Python, its packages, its half of this engine, C libraries."""

from __future__ import annotations

import glob
import os
import sys
from pathlib import Path

# Without the processor list torch does not find its vector instructions.
SYSTEM_PATHS = (
    "/usr/lib",
    "/lib*",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/usr/share/zoneinfo",
    "/sys/devices/system/cpu",
)
# What a compiler needs; the same on every machine of a kind, so that seeing it tells nothing.
PROGRAM_PATHS = ("/usr/bin", "/bin", "/usr/include", "/usr/libexec", "/usr/lib", "/lib*")
ENGINE_PARTS = ("*.py", "sandbox", "drivers", "accelerator")


def readable_paths() -> tuple[str, ...]:
    """Return what a child may read: Python, its packages, this engine's child half, C libraries.

    A checkout that is on ``sys.path`` (an editable install, ``PYTHONPATH``) is never among them.
    """
    system = (path for pattern in SYSTEM_PATHS for path in glob.glob(pattern))
    paths = (*python_paths(), *_engine_paths(), *system)
    return tuple(dict.fromkeys(path for path in paths if os.path.exists(path)))


def python_paths() -> list[str]:
    folders = [os.path.dirname(os.__file__), os.path.join(sys.base_prefix, "lib")]
    folders += (p for p in sys.path if os.path.basename(p) in ("site-packages", "dist-packages"))
    return [os.path.abspath(folder) for folder in folders if os.path.isdir(folder)]


def _engine_paths() -> list[str]:
    package = Path(os.path.abspath(__file__)).parents[2]
    return sorted(p for part in ENGINE_PARTS for p in glob.glob(os.path.join(package, part)))


def program_paths() -> tuple[str, ...]:
    """Return where programs lie that a child of a profile with `programs` may run."""
    python = [os.path.join(sys.base_prefix, name) for name in ("bin", "include")]
    patterns = (*PROGRAM_PATHS, *python)
    return tuple(path for pattern in patterns for path in glob.glob(pattern))
