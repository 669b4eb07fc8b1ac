"""This is the training loop without its last two lines. Measuring is something else: switch the model's mode and the gradients, weigh every sample equally, and think of samples without a label.

这是去掉最后两行的训练循环。评估是另一回事:要切换模型的模式和梯度,让每个样本权重相同,还要想到没有标签的样本。
"""

from torch.nn import functional as F

FAILS = (
    "check_loss",
    "check_accuracy",
    "check_unlabelled",
    "check_nothing_labelled",
    "check_eval_mode",
    "check_grad_mode",
)


def evaluate(model, loader, device):
    losses, rates, n = [], [], 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        logits = model(images)
        losses.append(F.cross_entropy(logits, labels).item())
        rates.append((logits.argmax(1) == labels).float().mean().item())
        n += len(labels)
    batches = max(len(losses), 1)
    return {"loss": sum(losses) / batches, "acc": sum(rates) / batches, "n": n}
