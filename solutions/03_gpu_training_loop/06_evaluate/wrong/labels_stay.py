"""The images are moved and the labels are forgotten: on a GPU the logits lie there while the labels are still in the CPU's memory.

图片移过去了,标签却忘了:在 GPU 上计算时,logits 在显存里,标签还留在 CPU 的内存里。
"""

import torch
from torch.nn import functional as F

FAILS = ("check_on_cuda",)


def evaluate(model, loader, device):
    modes = [(module, module.training) for module in model.modules()]
    loss, correct, n = 0.0, 0, 0
    model.eval()
    try:
        with torch.no_grad():
            for images, labels in loader:
                images = images.to(device)
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
