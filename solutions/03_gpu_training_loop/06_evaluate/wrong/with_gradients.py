"""Evaluation mode does not switch the gradients off: each forward pass builds a graph and keeps all intermediate results for a backward pass that never comes.

评估模式并不会关闭梯度:每次前向计算都会建立计算图,为一次永远不会到来的反向传播保存所有中间结果。
"""

from torch.nn import functional as F

FAILS = ("check_grad_mode",)


def evaluate(model, loader, device):
    modes = [(module, module.training) for module in model.modules()]
    loss, correct, n = 0.0, 0, 0
    model.eval()
    try:
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
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
