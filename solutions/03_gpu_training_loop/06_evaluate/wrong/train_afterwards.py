"""`model.train()` at the end suits only a model that was in train mode: one that had been prepared for prediction, or whose batch normalisation was frozen, learns again from now on. Remember what was, and restore that.

结尾的 `model.train()` 只适合原本就处于训练模式的模型:原先准备用来预测的,或者批归一化已冻结的模型,从此又会继续学习。应当记住原来的状态并恢复它。
"""

import torch
from torch.nn import functional as F

FAILS = ("check_mode_restored",)


def evaluate(model, loader, device):
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
        model.train()
    if n == 0:
        return {"loss": float("nan"), "acc": float("nan"), "n": 0}
    return {"loss": loss / n, "acc": correct / n, "n": n}
