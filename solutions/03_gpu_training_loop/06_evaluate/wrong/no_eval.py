"""Switching off the gradients does not switch off dropout, nor does it stop batch normalisation from using, and learning, the statistics of these batches. That is a matter of the model's mode.

关闭梯度并不会关闭 dropout,也不会阻止批归一化使用并学习这些批次的统计量。这些取决于模型所处的模式。
"""

import torch
from torch.nn import functional as F

FAILS = ("check_eval_mode",)


def evaluate(model, loader, device):
    modes = [(module, module.training) for module in model.modules()]
    loss, correct, n = 0.0, 0, 0
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
        return {"loss": float("nan"), "acc": float("nan"), "n": 0}
    return {"loss": loss / n, "acc": correct / n, "n": n}
