"""The images go to the device, but the answer does not come back: on a GPU the caller gets a tensor that cannot be compared with labels in the CPU's memory.

图片送到了设备上,答案却没有送回来:用 GPU 时,调用者得到的张量无法与 CPU 内存中的标签比较。
"""

import torch
from torch import nn
from torch.nn import functional as F

FAILS = ("check_on_cuda",)


def fit(images, labels, epochs, seed, device):
    generator = torch.Generator().manual_seed(seed)
    mean, std = images.float().mean(), images.float().std() + 1e-6

    def prepare(images):
        return ((images.float() - mean) / std).to(device)

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = nn.Sequential(nn.Flatten(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
    model.to(device)
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-2)
    history = []
    for _ in range(epochs):
        total = 0.0
        for index in torch.randperm(len(images), generator=generator).split(64):
            loss = F.cross_entropy(model(prepare(images[index])), labels[index].to(device))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(index)
        history.append(total / len(images))
    model.eval()

    @torch.no_grad()
    def predict(images):
        return model(prepare(images)).argmax(1)

    return predict, history
