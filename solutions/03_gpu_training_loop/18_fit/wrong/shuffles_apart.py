"""Images and labels are shuffled, but each in an order of its own: no image keeps its label. Draw one order and use it for both.

图片和标签都打乱了,却各用各的顺序,图片与标签不再对应。应当只抽取一个顺序,两者共用。
"""

import torch
from torch import nn
from torch.nn import functional as F

FAILS = ("check_accuracy", "check_history", "check_on_cuda")


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
        orders = [torch.randperm(len(images), generator=generator).split(64) for _ in range(2)]
        for index, other in zip(*orders, strict=True):
            loss = F.cross_entropy(model(prepare(images[index])), labels[other].to(device))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(index)
        history.append(total / len(images))
    model.eval()

    @torch.no_grad()
    def predict(images):
        return model(prepare(images)).argmax(1).cpu()

    return predict, history
