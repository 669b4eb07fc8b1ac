"""The mean of the batches' means gives a sample in a small last batch more weight than the others. Add the losses up over samples, and divide once at the end.

先求每批的平均再取平均,会让最后那个小批里的样本权重更大。应当按样本把损失加起来,最后只除一次。
"""

import torch
from torch.nn import functional as F

FAILS = ("check_loss",)


def evaluate(model, loader, device):
    modes = [(module, module.training) for module in model.modules()]
    loss, correct, n, used = 0.0, 0, 0, 0
    model.eval()
    try:
        with torch.no_grad():
            for images, labels in loader:
                images, labels = images.to(device), labels.to(device)
                logits = model(images)
                if (labels != -100).any():
                    loss += F.cross_entropy(logits, labels).item()
                    used += 1
                correct += (logits.argmax(1) == labels).sum().item()
                n += (labels != -100).sum().item()
    finally:
        for module, training in modes:
            module.training = training
    if n == 0:
        return {"loss": float("nan"), "acc": float("nan"), "n": 0}
    return {"loss": loss / used, "acc": correct / n, "n": n}
