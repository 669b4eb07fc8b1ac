"""Every epoch stops after its first batch: 8 epochs see 8 batches. The loss of these falls, so the history looks well. Look at the indentation.

每轮只训练第一批就停了:8 轮只看了 8 批。这些批的损失在下降,所以 history 看上去很好。请检查缩进。
"""

import torch
from torch import nn
from torch.nn import functional as F

FAILS = ("check_accuracy", "check_on_cuda")


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
        order = torch.randperm(len(images), generator=generator)
        for index in order.split(64)[:1]:
            loss = F.cross_entropy(model(prepare(images[index])), labels[index].to(device))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item()
        history.append(total)
    model.eval()

    @torch.no_grad()
    def predict(images):
        return model(prepare(images)).argmax(1).cpu()

    return predict, history
