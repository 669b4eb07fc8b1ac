"""What a process can say about its own work: operators, comparisons, storages, saved tensors.

The submission's own process counts, so the numbers explain a verdict and never decide one.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys
from collections.abc import Callable
from typing import Any

_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_THRESHOLD = -1, -2, -3
_SMALL_BYTES, _LARGE_BYTES, _KEPT_BYTES = 1 << 16, 32 << 20, 256 << 20
_TOUCHED_BYTES, _MOST_HOLES = 16 << 20, 1 << 15
_HOLES = (1 << 18, 1 << 16, 1 << 14, 1 << 12, 2048, *range(1032, 8, -16))


def tidy() -> None:
    """Give freed memory back to the kernel, now and whenever 64 KiB or more are freed.

    Else glibc keeps it, and later calls raise no peak (mallopt(3), malloc_trim(3)).
    """
    gc.collect()
    if sys.platform != "linux":  # at home, on Windows, there is no C library by that name
        return
    _malloc_options((_M_MMAP_THRESHOLD, _SMALL_BYTES), (_M_TRIM_THRESHOLD, _SMALL_BYTES))
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def steady() -> None:
    """Keep freed memory, so that the same call takes the same time in every process.

    Else it depends on where the top of the heap happens to lie whether each call gets fresh pages
    from the kernel: the same code was seen to take ten times as long in one process as in another.
    Once is enough: what it takes stays taken.
    """
    _malloc_options(
        (_M_MMAP_THRESHOLD, _LARGE_BYTES),
        (_M_TRIM_THRESHOLD, _KEPT_BYTES),
        (_M_TOP_PAD, _LARGE_BYTES),
    )
    _fill_holes()
    # Pages that the next calls use, here from now on.
    ballast = bytearray(_TOUCHED_BYTES)
    ballast[::4096] = b"1" * len(ballast[::4096])


def _fill_holes() -> None:
    """Take every free place of the inherited heap for good.

    A forked process copies a page of its parent's when it first writes there. What it allocates
    would go into such holes, other ones in each call, and each would cost a copy.
    """
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None)
    libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    top = libc.malloc(_TOUCHED_BYTES) or 0
    for size in _HOLES:
        beyond = 0
        for _ in range(_MOST_HOLES):
            beyond = beyond + 1 if (libc.malloc(size) or top) >= top else 0
            if beyond == 8:  # a hole may still come after a few that were not
                break


def _malloc_options(*options: tuple[int, int]) -> None:
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None)
    with contextlib.suppress(AttributeError):  # another C library than glibc
        for option, value in options:
            libc.mallopt(option, value)


def counted(function: Callable, arguments: tuple) -> dict[str, int]:
    """Make one call; return how much of each kind of work it did.

    Returns:
        ``operations`` (dispatched operators), ``largest_bytes`` (largest storage they made),
        ``saved_bytes`` (kept for the backward pass), ``comparisons`` (of strings that are in lists
        among the arguments).
    """
    import torch
    from torch.utils._python_dispatch import TorchDispatchMode
    from torch.utils._pytree import tree_leaves

    found = {"operations": 0, "largest_bytes": 0, "saved_bytes": 0, "comparisons": 0}

    class Counting(TorchDispatchMode):
        def __torch_dispatch__(self, operator, types, args=(), kwargs=None):
            out = operator(*args, **(kwargs or {}))
            found["operations"] += 1
            for tensor in tree_leaves(out):
                if isinstance(tensor, torch.Tensor):
                    size = tensor.untyped_storage().nbytes()
                    found["largest_bytes"] = max(found["largest_bytes"], size)
            return out

    def saved(tensor):
        found["saved_bytes"] += tensor.nbytes
        return tensor

    hooks = torch.autograd.graph.saved_tensors_hooks(saved, lambda tensor: tensor)
    with Counting(), hooks:
        function(*_counting_strings(arguments, found))
    return found


def _counting_strings(value: Any, found: dict[str, int]) -> Any:
    """Return the same value with strings that count how often they are compared."""

    class Counted(str):
        __slots__ = ()
        __hash__ = str.__hash__

        def __eq__(self, other):
            found["comparisons"] += 1
            return str.__eq__(self, other)

        def __lt__(self, other):
            found["comparisons"] += 1
            return str.__lt__(self, other)

    def replaced(part: Any) -> Any:
        if type(part) in (list, tuple):
            return type(part)(replaced(item) for item in part)
        return Counted(part) if type(part) is str else part

    return replaced(value)
