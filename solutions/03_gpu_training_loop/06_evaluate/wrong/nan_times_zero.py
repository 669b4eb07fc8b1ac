"""The mean cross-entropy of a batch without any label is 0 / 0, so NaN, and NaN times zero samples is still NaN: one such batch spoils the whole result.

一批中没有任何标签时,平均交叉熵是 0 / 0,即 NaN;NaN 乘以 0 个样本仍是 NaN,于是这一批就毁掉了全部结果。
"""

import torch
from torch.nn import functional as F

FAILS = ("check_unlabelled",)


def evaluate(model, loader, device):
    modes = [(module, module.training) for module in model.modules()]
    loss, correct, n = 0.0, 0, 0
    model.eval()
    try:
        with torch.no_grad():
            for images, labels in loader:
                images, labels = images.to(device), labels.to(device)
                logits = model(images)
                labelled = (labels != -100).sum().item()
                loss += F.cross_entropy(logits, labels).item() * labelled
                correct += (logits.argmax(1) == labels).sum().item()
                n += (labels != -100).sum().item()
    finally:
        for module, training in modes:
            module.training = training
    if n == 0:
        return {"loss": float("nan"), "acc": float("nan"), "n": 0}
    return {"loss": loss / n, "acc": correct / n, "n": n}
