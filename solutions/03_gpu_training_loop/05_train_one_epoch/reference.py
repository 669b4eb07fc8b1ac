from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn


def train_one_epoch(
    model: nn.Module,
    loader: Iterable[tuple[Tensor, Tensor]],
    loss_fn: Callable[[Tensor, Tensor], Tensor],
    optimizer: torch.optim.Optimizer,
    device: torch.device,
) -> float:
    """Learn from each batch once; return the mean loss per sample: sum(n_b * loss_b) / sum(n_b).

    Args:
        model: Already on the device.
        loss_fn: Averages over the batch.

    Example:
        >>> model = nn.Linear(1, 1, bias=False).eval()
        >>> _ = nn.init.constant_(model.weight, 2.0)
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
        >>> loader = iter([(torch.ones(n, 1), torch.zeros(n, 1)) for n in (2, 1)])
        >>> train_one_epoch(model, loader, nn.MSELoss(), optimizer, torch.device("cpu"))
        3.0
        >>> model.weight.item(), model.training
        (0.5, True)
    """
    ### BEGIN SOLUTION
    model.train()
    total, samples = torch.zeros((), device=device), 0
    for x, y in loader:
        x, y = x.to(device, non_blocking=True), y.to(device, non_blocking=True)
        optimizer.zero_grad(set_to_none=True)
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.detach() * len(x)
        samples += len(x)
    return float(total) / samples
    ### END SOLUTION
