"""On the CPU, `to(device)` returns the very tensor of the loader, and an operation in place, whose name ends in `_`, changes it for all later epochs.

在 CPU 上，`to(device)` 返回的就是 loader 里的那个张量；名字以 `_` 结尾的就地操作会改变它，之后的轮次用的都是改过的数据。
"""

FAILS = ("check_batches_untouched",)


def train_one_epoch(model, loader, loss_fn, optimizer, device):
    model.train()
    total, samples = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        samples += len(x)
        x.clamp_(0, 1)
    return total / samples
