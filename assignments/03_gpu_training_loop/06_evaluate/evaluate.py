from collections.abc import Iterable

import torch
from torch import nn
from torch.nn import functional as F


def evaluate(
    model: nn.Module,
    loader: Iterable[tuple[torch.Tensor, torch.Tensor]],
    device: torch.device,
) -> dict[str, float | int]:
    """Return the mean "loss" (cross-entropy), the accuracy "acc" and the number "n" of samples.

    Args:
        model: Already on the device; gives logits of shape (batch, classes).
        loader: Batches (images, labels); a label of -100 means that there is none.

    Example:
        >>> logits = torch.tensor([[9.0, 0.0], [0.0, 9.0], [9.0, 0.0]])
        >>> loader = [(logits, torch.tensor([0, -100, 1])), (logits[1:2], torch.tensor([-100]))]
        >>> loader += [(logits, torch.tensor([0, 1, 0])), (logits[:1], torch.tensor([1]))]
        >>> model = nn.Sequential(nn.Dropout(0.9), nn.Dropout(0.9).eval())
        >>> result = evaluate(model, iter(loader), torch.device("cpu"))
        >>> round(result["loss"], 3), round(result["acc"], 3)
        (3.0, 0.667)
        >>> result["n"], [module.training for module in model.modules()]
        (6, [True, True, False])
        >>> evaluate(model, [], torch.device("cpu"))
        {'loss': nan, 'acc': nan, 'n': 0}
    """
    # YOUR CODE HERE
    raise NotImplementedError()
