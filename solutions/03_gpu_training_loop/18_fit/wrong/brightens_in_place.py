"""`mul_` works in place: the caller's images are brighter after the call than before. Work on a copy, or with functions that return a new tensor.

`mul_` 是原地操作:调用之后,调用者的图片变亮了。应当在副本上操作,或者使用返回新张量的函数。
"""

import torch
from torch import nn
from torch.nn import functional as F

FAILS = ("check_inputs_untouched",)


def fit(images, labels, epochs, seed, device):
    images.mul_(15)
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
        return model(prepare(images * 15)).argmax(1).cpu()

    return predict, history
