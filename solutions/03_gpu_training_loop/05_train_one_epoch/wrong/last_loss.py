"""This is the loss of the last batch alone, which may have been an easy one. The epoch's loss is a mean over all samples.

这只是最后一个批次的损失，而它也许恰好很容易。一个轮次的损失，应当是对所有样本求的平均。
"""

FAILS = ("check_mean_loss",)


def train_one_epoch(model, loader, loss_fn, optimizer, device):
    model.train()
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()
