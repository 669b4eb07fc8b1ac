"""The network has dropout, and nobody told it that training is over: it drops random units at prediction as well. Ask the same question twice and compare.

网络中有 dropout,却没人告诉它训练已经结束:预测时它照样随机丢弃单元。同一个问题问两遍,比较一下答案。
"""

import torch
from torch import nn
from torch.nn import functional as F

FAILS = ("check_image_alone",)


def fit(images, labels, epochs, seed, device):
    generator = torch.Generator().manual_seed(seed)
    mean, std = images.float().mean(), images.float().std() + 1e-6

    def prepare(images):
        return ((images.float() - mean) / std).to(device)

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = nn.Sequential(
            nn.Flatten(), nn.Linear(64, 64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, 10)
        )
    model.to(device)
    state = torch.get_rng_state()
    torch.manual_seed(seed)
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
    torch.set_rng_state(state)

    @torch.no_grad()
    def predict(images):
        model.train()
        return model(prepare(images)).argmax(1).cpu()

    return predict, history
