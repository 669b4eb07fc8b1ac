from collections.abc import Callable

import torch
from torch import Tensor, nn


def train_step(
    model: nn.Module,
    x: Tensor,
    y: Tensor,
    loss_fn: Callable[[Tensor, Tensor], Tensor],
    optimizer: torch.optim.Optimizer,
) -> Tensor:
    """Learn from one batch and return its loss: forward, loss, backward, update.

    Returns:
        The loss before the update; 0-dimensional, on its device, detached from the graph.

    Example:
        >>> model = nn.Linear(1, 1, bias=False)
        >>> _ = nn.init.constant_(model.weight, 2.0)
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
        >>> x, y = torch.ones(3, 1), torch.zeros(3, 1)
        >>> model.weight.grad = torch.tensor([[50.0]])
        >>> train_step(model, x, y, nn.MSELoss(), optimizer)
        tensor(4.)
        >>> model.weight.item()
        1.0
        >>> train_step(model.eval(), x, y, nn.MSELoss(), optimizer)
        tensor(1.)
        >>> model.weight.item(), model.training
        (0.5, False)
    """
    ### BEGIN SOLUTION
    optimizer.zero_grad(set_to_none=True)
    loss = loss_fn(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.detach()
    ### END SOLUTION
