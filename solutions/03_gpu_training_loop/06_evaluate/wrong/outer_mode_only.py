"""`model.train(mode)` sets all modules inside to the same mode, so a part that was frozen before thaws. Each module has a flag of its own.

`model.train(mode)` 会把内部所有模块都设为同一模式,于是原来冻结的部分被解冻了。每个模块都有自己的标志。
"""

import torch
from torch.nn import functional as F

FAILS = ("check_mode_restored",)


def evaluate(model, loader, device):
    mode = model.training
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
        model.train(mode)
    if n == 0:
        return {"loss": float("nan"), "acc": float("nan"), "n": 0}
    return {"loss": loss / n, "acc": correct / n, "n": n}
