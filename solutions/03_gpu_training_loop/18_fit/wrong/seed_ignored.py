"""Whatever seed is given, 0 is used. Repeating gives equal results, but three runs with three seeds are then one run, and say nothing about chance.

不管给什么种子,用的都是 0。重复运行结果相同,但用三个种子跑三次其实是同一次,看不出偶然因素的影响。
"""

import torch
from torch import nn
from torch.nn import functional as F

FAILS = ("check_seed",)


def fit(images, labels, epochs, seed, device):
    seed = 0
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
        return model(prepare(images)).argmax(1).cpu()

    return predict, history
