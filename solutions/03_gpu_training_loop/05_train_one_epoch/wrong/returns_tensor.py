"""The caller wants to print and store a number. A tensor stays on the device and drags it along wherever it goes. Read it once, at the end of the epoch.

调用者要的是可以打印、可以保存的数字。张量还留在设备上，走到哪里都带着它。请在轮次结束时读取一次。
"""

FAILS = ("check_result_is_a_float",)


def train_one_epoch(model, loader, loss_fn, optimizer, device):
    model.train()
    total, samples = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total = total + loss.detach() * len(x)
        samples += len(x)
    return total / samples
