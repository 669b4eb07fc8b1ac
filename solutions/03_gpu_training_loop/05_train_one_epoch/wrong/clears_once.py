"""Cleared once, before the loop: inside it, the gradients of all batches still add up. What has to happen for every batch belongs inside the loop.

只在循环之前清零一次：在循环里，各批次的梯度仍然会累加。每个批次都要做的事，应当放在循环里面。
"""

FAILS = ("check_weights",)


def train_one_epoch(model, loader, loss_fn, optimizer, device):
    model.train()
    optimizer.zero_grad()
    total, samples = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        samples += len(x)
    return total / samples
