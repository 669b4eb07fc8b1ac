"""Builds a model and data from a seed and takes steps; returns losses and weights."""

import torch
from torch import nn

from autograder import drivers

FEATURES, CLASSES = 5, 3


def network(seed, *between):
    return drivers.network(seed, (FEATURES, 7, CLASSES), *between)


def data(seed, sizes, device="cpu"):
    return drivers.batches(seed, sizes, FEATURES, CLASSES, device=device)


def steps(student, seed, sizes, device="cpu"):
    """one `train_step` for each batch of a small classifier (batch sizes: {sizes}; device:
    {device}) and `optimizer.zero_grad()` before each

    用小型分类器对每个批次各调用一次 `train_step`(批次大小:{sizes};设备:{device}),每次之前都
    有 `optimizer.zero_grad()`
    """
    model = network(seed).to(device)
    optimizer, results = drivers.sgd(model), []
    for x, y in data(seed, sizes, device):
        optimizer.zero_grad()
        results.append(student.train_step(model, x, y, nn.CrossEntropyLoss(), optimizer))
    return results, drivers.copies(model)


def step_after(student, seed, stored):
    """one `train_step` when the `.grad` of every parameter already holds {stored}

    每个参数的 `.grad` 里已经存有 {stored} 时调用一次 `train_step`
    """
    model = network(seed)
    drivers.store_gradient(model, stored)
    ((x, y),) = data(seed, (4,))
    student.train_step(model, x, y, nn.CrossEntropyLoss(), drivers.sgd(model))
    return drivers.copies(model)


def modes(student, seed, wanted):
    """one `train_step` of a model whose `training` flags are {wanted} (the model itself, then its
    layers Linear, BatchNorm1d, Dropout, Tanh, Linear)

    用 `training` 标志为 {wanted} 的模型调用一次 `train_step`(依次为模型本身
    及 Linear、BatchNorm1d、Dropout、Tanh、Linear 各层)
    """
    model = network(seed, nn.BatchNorm1d(7), nn.Dropout(0.5))
    during = drivers.watch(model[0], lambda x: drivers.modes_of(model))
    drivers.set_modes(model, wanted)
    ((x, y),) = data(seed, (4,))
    student.train_step(model, x, y, nn.CrossEntropyLoss(), drivers.sgd(model))
    return during, drivers.modes_of(model)


class TwoHeads(nn.Module):
    """Uses one of two heads; one layer is frozen."""

    def __init__(self, seed):
        super().__init__()
        self.body = network(seed)
        heads = drivers.seeded(seed, lambda: [nn.Linear(CLASSES, CLASSES) for _ in range(2)])
        self.heads = nn.ModuleList(heads)
        for number, head in enumerate(self.heads):
            head.weight.data = torch.eye(CLASSES) * (number + 1)
        self.body[0].requires_grad_(False)
        self.used = 0

    def forward(self, x):
        return self.heads[self.used](self.body(x))


def other_parameters(student, seed):
    """two `train_step`s of a model with a frozen layer and two heads, of which the first step uses
    one and the second step the other

    对一个有冻结层和两个输出头的模型调用两次 `train_step`:第一次用其中一个头,第二次用另一个
    """
    model = TwoHeads(seed)
    optimizer = drivers.sgd(model)
    watched = [*model.heads[0].parameters(), *model.body[0].parameters()]
    results, seen = [], []
    for number, (x, y) in enumerate(data(seed, (4, 3))):
        model.used = number
        seen.append(drivers.copies(watched))
        results.append(student.train_step(model, x, y, nn.CrossEntropyLoss(), optimizer))
    return results, seen[1], drivers.copies(watched)


def calls(student, seed, sizes):
    """one `train_step` for each batch (sizes: {sizes}), counting the calls of `model` and
    `loss_fn`

    对每个批次各调用一次 `train_step`(大小:{sizes}),并统计 `model` 与 `loss_fn` 的调用次数
    """
    model, loss_fn = drivers.Counting(network(seed)), drivers.Counting(nn.CrossEntropyLoss())
    optimizer = drivers.sgd(model)
    for x, y in data(seed, sizes):
        student.train_step(model, x, y, loss_fn, optimizer)
    return {"model": model.calls, "loss_fn": loss_fn.calls}


def interrupted(student, seed, where, number):
    """one `train_step` for each of several batches, where {where} raises an exception in step
    {number} (counted from 0)

    对若干批次各调用一次 `train_step`,其中 {where} 在第 {number} 步(从 0 数起)抛出异常
    """
    model, loss_fn = network(seed), nn.CrossEntropyLoss()
    optimizer = drivers.sgd(model)
    for step, (x, y) in enumerate(data(seed, (4,) * (number + 2))):
        if step == number and where == "model":
            drivers.interrupt_forward(model, lambda x: True)
        elif step == number:
            loss_fn = drivers.interrupting(loss_fn, lambda predictions, y: True)
        try:
            student.train_step(model, x, y, loss_fn, optimizer)
        except drivers.Interrupted:
            return step
    return None


def batches_after(student, seed, sizes):
    """a look at the batches (sizes: {sizes}) after one `train_step` for each

    对每个批次各调用一次 `train_step` 之后再看这些批次(大小:{sizes})
    """
    model, results, after = network(seed), [], []
    optimizer = drivers.sgd(model)
    for x, y in data(seed, sizes):
        results.append(student.train_step(model, x, y, nn.CrossEntropyLoss(), optimizer))
        after.append((x, y))
    return results, after


class Deep(nn.Module):
    """Many small layers in a row, made from the seed alone."""

    def __init__(self, seed, depth):
        super().__init__()
        generator = torch.Generator().manual_seed(seed)
        drawn = torch.randn(depth, 8, 8, generator=generator)
        self.weights = nn.ParameterList(drawn.unbind())

    def forward(self, x):
        for weight in self.weights:
            x = torch.add(x, torch.tanh(x @ weight), alpha=0.1)
        return x


def loss_of_deep(student, seed, depth):
    """one `train_step` of a network with {depth} layers, a single sample and a learning rate of 0

    用 {depth} 层的网络、一个样本、学习率为 0 调用一次 `train_step`
    """
    model = Deep(seed, depth)
    generator = torch.Generator().manual_seed(seed + 1)
    x, y = torch.randn(1, 8, generator=generator), torch.randint(8, (1,), generator=generator)
    return student.train_step(model, x, y, nn.CrossEntropyLoss(), drivers.sgd(model, lr=0.0))
