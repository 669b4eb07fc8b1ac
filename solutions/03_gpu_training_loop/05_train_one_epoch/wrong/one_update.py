"""All gradients are collected and the weights move once, at the end. That is one step, not an epoch of steps: with a hundred batches the model learns a hundred times more slowly.

这里收集了所有梯度，到最后才更新一次权重。这只是一步，而不是一个轮次：有一百个批次，学习就慢一百倍。
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
        total += loss.item() * len(x)
        samples += len(x)
    optimizer.step()
    return total / samples
