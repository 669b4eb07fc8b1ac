"""The cross-entropy leaves samples without a label out by itself, but `len(labels)` counts them: loss and accuracy come out too small. Count the labels that are there.

交叉熵会自动跳过没有标签的样本,`len(labels)` 却把它们也数了进去,于是损失和准确率都偏小。应当只数真正有标签的样本。
"""

import torch
from torch.nn import functional as F

FAILS = ("check_unlabelled", "check_nothing_labelled")


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
                n += len(labels)
    finally:
        for module, training in modes:
            module.training = training
    if n == 0:
        return {"loss": float("nan"), "acc": float("nan"), "n": 0}
    return {"loss": loss / n, "acc": correct / n, "n": n}
