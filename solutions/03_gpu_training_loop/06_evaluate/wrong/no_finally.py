"""The last lines are not reached when the model raises an exception: it stays in eval mode, and a training that goes on will be a strange one. Which statement of Python cleans up in every case?

模型抛出异常时,最后几行不会执行:模型停留在评估模式,之后继续训练就会出现怪事。Python 的哪种语句能保证无论如何都会收尾?
"""

import torch
from torch.nn import functional as F

FAILS = ("check_after_exception",)


def evaluate(model, loader, device):
    modes = [(module, module.training) for module in model.modules()]
    loss, correct, n = 0.0, 0, 0
    model.eval()
    with torch.no_grad():
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
            logits = model(images)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            correct += (logits.argmax(1) == labels).sum().item()
            n += (labels != -100).sum().item()
    for module, training in modes:
        module.training = training
    if n == 0:
        return {"loss": float("nan"), "acc": float("nan"), "n": 0}
    return {"loss": loss / n, "acc": correct / n, "n": n}
