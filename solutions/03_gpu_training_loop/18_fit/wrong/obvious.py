"""Each step looks like the usual loop, but the list gets the last batch's loss as a tensor, the images are scaled by whatever batch they come in, and the seed is set for the whole program.

每一步都像常见的循环,但列表里存的是最后一批的损失张量,图片按它所在那一批的统计量缩放,种子则是为整个程序设置的。
"""

import torch
from torch import nn
from torch.nn import functional as F

FAILS = ("check_history", "check_global_random_numbers", "check_image_alone")


def fit(images, labels, epochs, seed, device):
    generator = torch.Generator().manual_seed(seed)

    def prepare(images):
        pixels = images.float()
        return ((pixels - pixels.mean(0)) / (pixels.std(0) + 1e-6)).to(device)

    torch.manual_seed(seed)
    model = nn.Sequential(nn.Flatten(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
    model.to(device)
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-2)
    history = []
    for _ in range(epochs):
        for index in torch.randperm(len(images), generator=generator).split(64):
            loss = F.cross_entropy(model(prepare(images[index])), labels[index].to(device))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        history.append(loss.detach())
    model.eval()

    @torch.no_grad()
    def predict(images):
        return model(prepare(images)).argmax(1).cpu()

    return predict, history
