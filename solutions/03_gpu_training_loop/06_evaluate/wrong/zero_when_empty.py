"""A loss of 0 is the best of all, and here nothing was measured. Somebody who looks for the smallest loss would choose this one. Say NaN: there is no number.

损失为 0 是最好的成绩,可这里什么也没有测量;谁要找最小的损失,就会选中它。应当返回 NaN,表示没有这个数。
"""

import torch
from torch.nn import functional as F

FAILS = ("check_nothing_labelled",)


def evaluate(model, loader, device):
    modes = [(module, module.training) for module in model.modules()]
    loss, correct, n = 0.0, 0, 0
    model.eval()
    try:
        with torch.no_grad():
            for images, labels in loader:
                images, labels = images.to(device), labels.to(device)
                logits = model(images)
                loss += F.cross_entropy(logits, labels, reduction="sum").item()
                correct += (logits.argmax(1) == labels).sum().item()
                n += (labels != -100).sum().item()
    finally:
        for module, training in modes:
            module.training = training
    if n == 0:
        return {"loss": 0.0, "acc": 0.0, "n": 0}
    return {"loss": loss / n, "acc": correct / n, "n": n}
