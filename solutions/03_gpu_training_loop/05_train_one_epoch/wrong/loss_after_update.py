"""The batch is evaluated again after the update, which makes the loss look better and costs a second forward pass. The statement asks for the loss that the update was made from.

更新之后又把这一批算了一遍：损失显得更好看，还多花了一次前向计算。题目要的是更新所依据的那个损失。
"""

import torch

FAILS = ("check_mean_loss",)


def train_one_epoch(model, loader, loss_fn, optimizer, device):
    model.train()
    total, samples = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss_fn(model(x), y).backward()
        optimizer.step()
        with torch.no_grad():
            predictions = model(x)
        total += torch.nn.functional.cross_entropy(predictions, y).item() * len(x)
        samples += len(x)
    return total / samples
