"""Each batch has its own accuracy here, and the average of those counts a batch of one sample as much as a batch of a hundred. Count hits and samples over the whole loader.

这里先算每批的准确率再取平均,于是只有一个样本的批与有一百个样本的批同样重要。应当在整个 loader 上统计答对的个数和样本数。
"""

import torch
from torch.nn import functional as F

FAILS = ("check_accuracy",)


def evaluate(model, loader, device):
    modes = [(module, module.training) for module in model.modules()]
    loss, rates, n = 0.0, [], 0
    model.eval()
    try:
        with torch.no_grad():
            for images, labels in loader:
                images, labels = images.to(device), labels.to(device)
                logits = model(images)
                loss += F.cross_entropy(logits, labels, reduction="sum").item()
                labelled = (labels != -100).sum().item()
                if labelled:
                    rates.append((logits.argmax(1) == labels).sum().item() / labelled)
                n += labelled
    finally:
        for module, training in modes:
            module.training = training
    if n == 0:
        return {"loss": float("nan"), "acc": float("nan"), "n": 0}
    return {"loss": loss / n, "acc": sum(rates) / len(rates), "n": n}
