"""The inputs are moved and the labels are not. On the CPU nobody notices; on a GPU the loss function meets tensors on two devices and fails.

只搬了输入，没有搬标签。在 CPU 上谁也察觉不到；在 GPU 上，损失函数遇到两个设备上的张量，就会报错。
"""

FAILS = ("check_batches_moved", "check_on_cuda")


def train_one_epoch(model, loader, loss_fn, optimizer, device):
    model.train()
    total, samples = 0.0, 0
    for x, y in loader:
        x = x.to(device)
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        samples += len(x)
    return total / samples
