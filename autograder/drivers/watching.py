"""What a run meets that is watched: recorded calls, counted passes, exceptions on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any

import torch
from torch import Tensor, nn


class Interrupted(Exception):
    """What a driver raises in the middle of a student's work; no other code raises it."""


def interrupting(function: Callable[..., Any], when: Callable[..., bool]) -> Callable[..., Any]:
    """Return `function`, but raise `Interrupted` in a call for whose arguments `when` is true."""

    def call(*arguments: Any) -> Any:
        if when(*arguments):
            raise Interrupted
        return function(*arguments)

    return call


def interrupt_forward(module: nn.Module, when: Callable[..., bool]) -> None:
    """Let the module raise `Interrupted` before a forward pass for whose inputs `when` is true."""
    forward = interrupting(lambda *inputs: None, when)
    module.register_forward_pre_hook(lambda _, inputs: forward(*inputs))


def nth(number: int) -> Callable[..., bool]:
    """Return a `when` that is true at its call of this number, counted from 0, and at no other."""
    calls = count()
    return lambda *_: next(calls) == number


def came_through(call: Callable[[], Any]) -> bool:
    """Make a call; return whether an `Interrupted` reached the caller."""
    try:
        call()
    except Interrupted:
        return True
    return False


def watch(module: nn.Module, look: Callable[..., Any]) -> list[Any]:
    """Return a list to which each forward pass of the module adds what ``look(*inputs)`` says.

    Example: ``modes = watch(model[0], lambda x: modes_of(model))``
    """
    seen: list[Any] = []
    module.register_forward_pre_hook(lambda _, inputs: seen.append(look(*inputs)))
    return seen


class Counting(nn.Module):
    """A model or a loss function that counts how often it is called, by whatever way.

    Attributes:
        calls: How often, until now.
    """

    def __init__(self, inner: nn.Module):
        super().__init__()
        self.inner, self.calls = inner, 0

    def forward(self, *inputs: Any) -> Any:
        self.calls += 1
        return self.inner(*inputs)


class Loader:
    """An iterable of batches without a length, which counts how it is used.

    Attributes:
        passes: How often it was iterated over.
        drawn: How many batches it handed out, in all passes together.
    """

    def __init__(self, batches: Sequence[Any], fails_at: int | None = None):
        """Raise `Interrupted` in place of the batch number `fails_at`, counted from 0."""
        self._batches, self._fails_at = batches, fails_at
        self.passes, self.drawn = 0, 0

    def __iter__(self) -> Iterator[Any]:
        self.passes += 1
        for number, batch in enumerate(self._batches):
            if number == self._fails_at:
                raise Interrupted
            self.drawn += 1
            yield batch


def gradient(function: Callable[..., Any], x: Tensor, *arguments: Any) -> Tensor:
    """Return the gradient at `x` of the sum of squares of the result, 0 where none arrives."""
    leaf = x.clone().requires_grad_()
    loss = (function(leaf * 1, *arguments) ** 2).sum()
    if not loss.requires_grad:
        return torch.zeros_like(x)
    (grad,) = torch.autograd.grad(loss, leaf, allow_unused=True)
    return torch.zeros_like(x) if grad is None else grad
