"""Every sample is sent through the model alone. The numbers are right, but one call with a whole batch costs little more than a call with one sample.

每个样本都单独送进模型。结果是对的,但整批调用一次的开销,只比单个样本调用一次多一点点。
"""

import torch
from torch.nn import functional as F

FAILS = ("check_cpu_budget",)


def evaluate(model, loader, device):
    modes = [(module, module.training) for module in model.modules()]
    loss, correct, n = 0.0, 0, 0
    model.eval()
    try:
        with torch.no_grad():
            for images, labels in loader:
                images, labels = images.to(device), labels.to(device)
                for i in range(len(labels)):
                    if labels[i] == -100:
                        continue
                    logits = model(images[i : i + 1])
                    loss += F.cross_entropy(logits, labels[i : i + 1]).item()
                    correct += int(logits.argmax() == labels[i])
                    n += 1
    finally:
        for module, training in modes:
            module.training = training
    if n == 0:
        return {"loss": float("nan"), "acc": float("nan"), "n": 0}
    return {"loss": loss / n, "acc": correct / n, "n": n}
