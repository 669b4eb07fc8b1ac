"""The device was chosen by the caller and handed over. Choosing again, in here and by another rule, goes wrong as soon as the two rules differ.

设备已由调用者选定并传了进来。在这里按另一套规则重新选择，一旦两套规则不一致，就会出错。
"""

import torch

FAILS = ("check_batches_moved",)


def train_one_epoch(model, loader, loss_fn, optimizer, device):
    device = "cuda" if next(model.parameters()).is_cuda else "cpu"
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
    return total / torch.tensor(samples).item()
