"""Batches that fail are skipped without a word. The loss of the rest looks fine, and perhaps nothing was learned at all. Let the exception through.

出错的批次被悄悄跳过。剩下的损失看上去很好，其实也许什么都没学到。请让异常传出去。
"""

FAILS = ("check_error_reaches_caller",)


def train_one_epoch(model, loader, loss_fn, optimizer, device):
    model.train()
    total, samples = 0.0, 0
    for x, y in loader:
        try:
            x, y = x.to(device), y.to(device)
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
        except Exception:
            continue
        total += loss.item() * len(x)
        samples += len(x)
    return total / max(samples, 1)
