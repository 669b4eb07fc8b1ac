"""The labels come from a data set that this code fetched itself, whatever labels it was given. The accuracy is splendid and means nothing: the test images are in there too.

不管传入什么标签,用的都是代码自己取来的数据集中的标签。准确率非常漂亮,却毫无意义:测试图片也在那里面。
"""

import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

FAILS = ("check_shuffled_labels",)


def fit(images, labels, epochs, seed, device):
    data = load_digits()
    known = {
        image.tobytes(): int(y)
        for image, y in zip(data.images.astype("uint8"), data.target, strict=True)
    }
    labels = torch.tensor([known[image.numpy().tobytes()] for image in images])
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
