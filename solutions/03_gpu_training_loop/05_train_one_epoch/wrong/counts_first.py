"""One pass to count the samples and another to learn: reading the data is expensive, and a generator is empty the second time. Count while you learn.

先遍历一遍数样本，再遍历一遍来学习：读数据代价很高，而生成器第二次就空了。可以边学边数。
"""

FAILS = ("check_loader_used_once",)


def train_one_epoch(model, loader, loss_fn, optimizer, device):
    model.train()
    samples = sum(len(x) for x, _ in loader)
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
    return total / samples
