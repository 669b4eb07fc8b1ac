"""The sum of losses that still carry their graphs keeps every graph of the epoch alive, and memory grows with each batch. Add up the values without their history.

把仍然带着计算图的损失加起来，整个轮次的计算图就都留在内存里，每个批次都占得更多。累加时只要数值，不要历史。
"""

FAILS = ("check_graphs_released",)


def train_one_epoch(model, loader, loss_fn, optimizer, device):
    model.train()
    total, samples = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss * len(x)
        samples += len(x)
    return float(total) / samples
