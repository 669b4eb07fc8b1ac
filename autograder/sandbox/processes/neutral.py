"""Global switches of Python and PyTorch: a submission's own, and those our code beside it needs.

A submission may set any of them, as in its notebook, and meets them as it left them. Our code in
the same process (the codec, the drivers) runs with the values that a fresh process has.
"""

from __future__ import annotations

import contextlib
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch

# Taken now: a submission can put something else in their places.
_get_dtype, _set_dtype = torch.get_default_dtype, torch.set_default_dtype
# Asking in the public way makes a tensor there, which fails where there is no such device.
_set_device, _global_device = torch.set_default_device, torch._GLOBAL_DEVICE_CONTEXT
_is_grad, _set_grad = torch.is_grad_enabled, torch.set_grad_enabled
_is_inference, _inference_mode = torch.is_inference_mode_enabled, torch.inference_mode
_is_autocast, _set_autocast = torch.is_autocast_enabled, torch.set_autocast_enabled
_get_limit, _set_limit = sys.getrecursionlimit, sys.setrecursionlimit


@dataclass(frozen=True)
class Switches:
    """The values of all switches at one moment.

    Attributes:
        device: The default device; None where nobody set one.
        filters: What happens to warnings; None for "nothing unusual".
    """

    dtype: torch.dtype = torch.float32
    device: torch.device | None = None
    grad: bool = True
    inference: bool = False
    autocast: bool = False
    recursion: int = sys.getrecursionlimit()
    filters: tuple[Any, ...] | None = None


FRESH = Switches()


def current() -> Switches:
    """Return the switches as they are."""
    unusual = any(each[0] == "error" for each in warnings.filters)
    return Switches(
        _get_dtype(),
        getattr(getattr(_global_device, "device_context", None), "device", None),
        _is_grad(),
        _is_inference(),
        _is_autocast("cpu"),
        _get_limit(),
        tuple(warnings.filters) if unusual else None,
    )


@contextlib.contextmanager
def switched(wanted: Switches) -> Iterator[Switches]:
    """Run the block with these switches; give those that were there before, and put them back."""
    before = current()
    if before == wanted:
        yield before
        return
    with contextlib.ExitStack() as stack:
        if before.filters != wanted.filters:
            stack.enter_context(warnings.catch_warnings())
            # In place, as the module itself does; the stubs show a read-only sequence.
            warnings.filters[:] = list(wanted.filters or ())  # type: ignore[index]
        if before.inference != wanted.inference:
            stack.enter_context(_inference_mode(wanted.inference))
        _set(before, wanted)
        try:
            yield before
        finally:
            _set(wanted, before)


def as_set(theirs: Switches, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return `function`, called with the submission's switches; what it changes stays changed.

    A switch that its caller has set on purpose (gradients off) stays as the caller set it.
    """

    def call(*args: Any, **kwargs: Any) -> Any:
        now = current()
        inside = _merged(now, FRESH, theirs)
        ended = inside
        try:
            with switched(inside):
                try:
                    return function(*args, **kwargs)
                finally:
                    ended = current()
        finally:
            _set(now, _merged(ended, inside, now))

    return call


def _merged(found: Switches, usual: Switches, default: Switches) -> Switches:
    """Return each switch as it was found where that is not as usual, else by default."""
    return Switches(
        **{
            name: getattr(found if getattr(found, name) != value else default, name)
            for name, value in vars(usual).items()
        }
    )


def _set(now: Switches, wanted: Switches) -> None:
    if now.dtype != wanted.dtype:
        _set_dtype(wanted.dtype)
    if now.device != wanted.device:
        _set_device(wanted.device)
    if now.autocast != wanted.autocast:
        _set_autocast("cpu", wanted.autocast)
    if now.grad != wanted.grad or now.inference != wanted.inference:
        _set_grad(wanted.grad)
    if now.recursion != wanted.recursion:
        with contextlib.suppress(RecursionError):  # too deep for so low a limit
            _set_limit(wanted.recursion)
