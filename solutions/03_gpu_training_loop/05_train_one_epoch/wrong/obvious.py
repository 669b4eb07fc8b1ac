"""The loop from every tutorial. It is right as long as all batches have one size, the loader has a length and the model arrives in train mode. Check these three assumptions one by one.

每篇教程里都有的那个循环。只有当各批次大小相同、loader 有长度、模型传入时已处于训练模式，它才是对的。请逐一检查这三个假设。
"""

FAILS = ("check_mean_loss", "check_train_mode", "check_loader_used_once")


def train_one_epoch(model, loader, loss_fn, optimizer, device):
    total = 0.0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)
