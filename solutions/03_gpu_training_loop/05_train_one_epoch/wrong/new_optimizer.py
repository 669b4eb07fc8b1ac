"""An optimizer that is made anew in each epoch forgets its momentum. The one you were given remembers; use it.

每个轮次都新建优化器，动量就被忘掉了。传入的优化器记得这些，请使用它。
"""

import torch

FAILS = ("check_weights",)


def train_one_epoch(model, loader, loss_fn, optimizer, device):
    model.train()
    group = optimizer.param_groups[0]
    fresh = torch.optim.SGD(model.parameters(), lr=group["lr"], momentum=group["momentum"])
    total, samples = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        fresh.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        fresh.step()
        total += loss.item() * len(x)
        samples += len(x)
    return total / samples
