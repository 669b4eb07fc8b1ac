"""The gradients are cleared at the end of each step, so the very first step of the epoch still uses what was stored before. Clear before the gradients are computed, not after they were used.

梯度在每一步的末尾清零，所以这个轮次的第一步仍然用到了之前留下的梯度。应当在计算梯度之前清零，而不是用完之后。
"""

FAILS = ("check_stale_gradients",)


def train_one_epoch(model, loader, loss_fn, optimizer, device):
    model.train()
    total, samples = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        total += loss.item() * len(x)
        samples += len(x)
    return total / samples
