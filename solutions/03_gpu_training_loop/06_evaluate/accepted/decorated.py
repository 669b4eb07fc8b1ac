import math

import torch
from torch import nn


@torch.no_grad()
def evaluate(model, loader, device):
    training = {name: module.training for name, module in model.named_modules()}
    losses, hits = [], []
    try:
        model.eval()
        for images, labels in loader:
            logits = model(images.to(device))
            labels = labels.to(device)
            known = labels != -100
            logits, labels = logits[known], labels[known]
            losses.append(nn.CrossEntropyLoss(reduction="none")(logits, labels))
            hits.append(logits.argmax(-1).eq(labels))
    finally:
        for name, module in model.named_modules():
            module.training = training[name]
    n = sum(len(part) for part in losses)
    if n == 0:
        return {"loss": math.nan, "acc": math.nan, "n": 0}
    return {
        "loss": torch.cat(losses).mean().item(),
        "acc": torch.cat(hits).float().mean().item(),
        "n": n,
    }
