"""list(loader) holds all the data of the epoch at once, and a loader exists because they do not fit. Count the samples of each batch while you learn from it, and let the batch go.

list(loader) 会把整个轮次的数据同时放进内存，而之所以有 loader，正是因为放不下。应当一边学习一边数样本，用完一个批次就放手。
"""

FAILS = ("check_memory_budget",)


def train_one_epoch(model, loader, loss_fn, optimizer, device):
    model.train()
    batches = list(loader)
    samples = sum(len(x) for x, _ in batches)
    total = 0.0
    for x, y in batches:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
    return total / samples
