"""Networks and batches made from a seed alone, and the state of a network as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

import torch
from torch import Tensor, nn

Made = TypeVar("Made")


def seeded(seed: int, make: Callable[[], Made]) -> Made:
    """Return what `make` makes when PyTorch's generator starts at `seed`; leave it as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return make()


def network(
    seed: int,
    sizes: Sequence[int],
    *between: nn.Module,
    activation: Callable[[], nn.Module] = nn.Tanh,
) -> nn.Sequential:
    """Return a small network for vectors, whose weights depend on the seed alone.

    Args:
        sizes: Of the input, the hidden layers and the output, as ``(5, 7, 3)``.
        between: Layers that come after the first linear one, as batch normalisation and dropout.
    """

    def make() -> nn.Sequential:
        layers: list[nn.Module] = []
        for number, (before, after) in enumerate(pairwise(sizes)):
            layers += [nn.Linear(before, after), *(between if number == 0 else ()), activation()]
        return nn.Sequential(*layers[:-1])

    return seeded(seed, make)


def batches(
    seed: int,
    sizes: Iterable[int],
    features: int,
    classes: int,
    *,
    harder: float = 0.0,
    device: str = "cpu",
) -> list[tuple[Tensor, Tensor]]:
    """Return one batch of each size: inputs (size, features), labels (size,) below `classes`.

    Args:
        harder: By how much the inputs grow from batch to batch, so that their losses differ.
    """
    generator, made = torch.Generator().manual_seed(seed), []
    for position, size in enumerate(sizes):
        x = torch.randn(size, features, generator=generator) * (1 + harder * position)
        y = torch.randint(classes, (size,), generator=generator)
        made.append((x.to(device), y.to(device)))
    return made


def sgd(model: nn.Module, lr: float = 0.3) -> torch.optim.SGD:
    """Return an optimizer with momentum: each step depends on those before it."""
    return torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)


def copies(tensors: nn.Module | Iterable[Tensor]) -> list[Tensor]:
    """Return copies, on the CPU, of these tensors or of a model's parameters."""
    if isinstance(tensors, nn.Module):
        tensors = tensors.parameters()
    return [tensor.detach().cpu().clone() for tensor in tensors]


def store_gradient(model: nn.Module, value: float) -> None:
    """Leave a gradient of this value in every parameter, as an earlier step would."""
    for parameter in model.parameters():
        parameter.grad = torch.full_like(parameter, value)


def set_modes(model: nn.Module, modes: Sequence[bool]) -> None:
    """Put each module, the model itself first, into train (True) or eval mode."""
    for module, training in zip(model.modules(), modes, strict=True):
        module.training = training


def modes_of(model: nn.Module) -> list[bool]:
    """Return for each module, the model itself first, whether it is in train mode."""
    return [module.training for module in model.modules()]
