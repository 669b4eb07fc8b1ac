"""The batches come from the CPU and stay there. On a machine without a GPU nobody notices; with one, the model and its input lie in different memories.

批次来自 CPU,也一直留在 CPU 上。没有 GPU 的机器上谁也看不出来;有 GPU 时,模型和输入就处在不同的内存里了。
"""

import torch
from torch.nn import functional as F

FAILS = ("check_images_moved", "check_on_cuda")


def evaluate(model, loader, device):
    modes = [(module, module.training) for module in model.modules()]
    loss, correct, n = 0.0, 0, 0
    model.eval()
    try:
        with torch.no_grad():
            for images, labels in loader:
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
