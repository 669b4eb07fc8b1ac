"""Here gradients are on at the end, whatever they were before. A caller who had switched them off gets graphs again without noticing. A context manager puts back what it found.

这里不管之前如何,结束时总是启用梯度。调用者若事先关闭了梯度,就会在不知不觉中又开始建立计算图。上下文管理器会恢复它进入时的状态。
"""

import torch
from torch.nn import functional as F

FAILS = ("check_grad_mode",)


def evaluate(model, loader, device):
    modes = [(module, module.training) for module in model.modules()]
    loss, correct, n = 0.0, 0, 0
    model.eval()
    try:
        torch.set_grad_enabled(False)
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
            logits = model(images)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            correct += (logits.argmax(1) == labels).sum().item()
            n += (labels != -100).sum().item()
    finally:
        torch.set_grad_enabled(True)
        for module, training in modes:
            module.training = training
    if n == 0:
        return {"loss": float("nan"), "acc": float("nan"), "n": 0}
    return {"loss": loss / n, "acc": correct / n, "n": n}
