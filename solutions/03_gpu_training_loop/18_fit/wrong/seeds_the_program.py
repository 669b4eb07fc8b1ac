"""`torch.manual_seed` starts the random numbers of the whole program again. Whoever calls `fit` between two of their own draws gets other numbers afterwards. Use a generator, or put the state back.

`torch.manual_seed` 会让整个程序的随机数重新开始。谁在自己的两次抽取之间调用了 `fit`,之后得到的数就变了。请使用单独的生成器,或者把状态恢复原样。
"""

import torch
from torch import nn
from torch.nn import functional as F

FAILS = ("check_global_random_numbers",)


def fit(images, labels, epochs, seed, device):
    generator = torch.Generator().manual_seed(seed)
    mean, std = images.float().mean(), images.float().std() + 1e-6

    def prepare(images):
        return ((images.float() - mean) / std).to(device)

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
