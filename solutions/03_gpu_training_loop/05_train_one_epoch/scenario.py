"""Builds a model, an optimizer and batches from a seed and trains; returns losses and weights."""

import weakref

import torch
from torch import nn

from autograder import drivers

FEATURES, CLASSES = 5, 3


def network(seed, *between):
    return drivers.network(seed, (FEATURES, 7, CLASSES), *between)


def batches(seed, sizes):
    """Return one batch of each size, harder from batch to batch."""
    return drivers.batches(seed, sizes, FEATURES, CLASSES, harder=1)


def _run(student, model, loader, loss_fn=None, lr=0.3, device="cpu"):
    """Train one epoch, with fresh gradients unless the model stores some."""
    optimizer = drivers.sgd(model, lr)
    loss_fn = loss_fn or nn.CrossEntropyLoss()
    return student.train_one_epoch(model, loader, loss_fn, optimizer, torch.device(device))


def weights_after(student, seed, sizes, epochs, device="cpu"):
    """`train_one_epoch` of a small classifier, {epochs} times with one optimizer (batch sizes:
    {sizes}; device: {device})

    用同一个优化器对小型分类器调用 `train_one_epoch` {epochs} 次(批次大小:{sizes};设备:{device})
    """
    model = network(seed).to(device)
    optimizer = drivers.sgd(model)
    for epoch in range(epochs):
        optimizer.zero_grad()
        student.train_one_epoch(
            model, batches(seed + epoch, sizes), nn.CrossEntropyLoss(), optimizer,
            torch.device(device),
        )  # fmt: skip
    return drivers.copies(model)


def weights_after_stored(student, seed, stored):
    """`train_one_epoch` on one batch when the `.grad` of every parameter already holds {stored}

    每个参数的 `.grad` 里已经存有 {stored} 时,用一个批次调用 `train_one_epoch`
    """
    model = network(seed)
    drivers.store_gradient(model, stored)
    _run(student, model, batches(seed, (4,)))
    return drivers.copies(model)


def mean_loss(student, seed, sizes, lr):
    """`train_one_epoch` of a small classifier, batch sizes {sizes}, learning rate {lr}

    用小型分类器调用 `train_one_epoch`,批次大小为 {sizes},学习率为 {lr}
    """
    return _run(student, network(seed), batches(seed, sizes), lr=lr)


def modes_during(student, seed, sizes, before):
    """`train_one_epoch` (batch sizes: {sizes}) of a model whose `training` flags are {before}
    before the call (the model itself, then its layers Linear, BatchNorm1d, Dropout, Tanh,
    Linear)

    调用 `train_one_epoch`(批次大小:{sizes}),模型在调用之前的 `training` 标志为 {before}(依次为
    模型本身及 Linear、BatchNorm1d、Dropout、Tanh、Linear 各层)
    """
    model = network(seed, nn.BatchNorm1d(7), nn.Dropout(0.5))
    seen = drivers.watch(model[0], lambda x: (len(x), drivers.modes_of(model)))
    drivers.set_modes(model, before)
    _run(student, model, batches(seed, sizes))
    return seen


def graphs_alive(student, seed, count):
    """`train_one_epoch` on {count} batches, counting at each loss the graphs of earlier batches
    that are still in memory

    用 {count} 个批次调用 `train_one_epoch`,在每次计算损失时统计内存中仍留有多少先前批次的计算图
    """
    alive, seen = weakref.WeakSet(), []

    class Sentinel:
        pass

    class Marked(torch.autograd.Function):
        @staticmethod
        def forward(ctx, value):
            ctx.sentinel = Sentinel()
            alive.add(ctx.sentinel)
            return value.clone()

        @staticmethod
        def backward(ctx, gradient):
            return gradient

    def loss_fn(predictions, y):
        seen.append(len(alive))
        return Marked.apply(nn.functional.cross_entropy(predictions, y))

    _run(student, network(seed), batches(seed, (3,) * count), loss_fn)
    return seen


def use_of_loader(student, seed, count):
    """`train_one_epoch` with a loader of {count} batches that has no `len`, counting how often it
    is gone through and how many batches it hands out

    用一个没有 `len` 的 loader({count} 个批次)调用 `train_one_epoch`,统计它被遍历的次数和取出的
    批次数
    """
    loader = drivers.Loader(batches(seed, (3,) * count))
    _run(student, network(seed), loader)
    return loader.passes, loader.drawn


def where_batches_go(student, seed, size):
    """`train_one_epoch` with `device=torch.device("meta")` and one batch of {size} samples,
    looking at what reaches the loss function

    以 `device=torch.device("meta")` 和一个含 {size} 个样本的批次调用 `train_one_epoch`,查看传到
    损失函数的内容
    """
    seen = []

    def loss_fn(predictions, y):
        seen.extend([predictions.device.type, y.device.type, len(y)])
        raise drivers.Interrupted

    class Watching(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.ones(1, device="meta"))

        def forward(self, x):
            return x

    drivers.came_through(
        lambda: _run(student, Watching(), batches(seed, (size,)), loss_fn, device="meta")
    )
    return seen


def batches_after(student, seed, sizes):
    """a look at the batches (sizes: {sizes}) after `train_one_epoch`

    调用 `train_one_epoch` 之后再看这些批次(大小:{sizes})
    """
    made = batches(seed, sizes)
    return _run(student, network(seed), made), made


def random_state(student, seed, sizes):
    """`torch.manual_seed(...)`, then `train_one_epoch` (batch sizes: {sizes}), then a look at the
    state of PyTorch's random numbers

    先 `torch.manual_seed(...)`,再调用 `train_one_epoch`(批次大小:{sizes}),然后查看 PyTorch 的随
    机数状态
    """
    model, made = network(seed), batches(seed, sizes)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return _run(student, model, made), torch.get_rng_state()


def interrupted(student, seed, sizes, where, number):
    """`train_one_epoch` (batch sizes: {sizes}), where the {where} raises an exception at batch
    {number} (counted from 0)

    调用 `train_one_epoch`(批次大小:{sizes}),其中 {where} 在第 {number} 个批次(从 0 数起)抛出异
    常
    """
    model, loss_fn, size = network(seed), nn.CrossEntropyLoss(), sizes[number]
    if where == "model":
        drivers.interrupt_forward(model, lambda x: len(x) == size)
    if where == "loss":
        loss_fn = drivers.interrupting(loss_fn, lambda predictions, y: len(y) == size)
    loader = drivers.Loader(batches(seed, sizes), number if where == "loader" else None)
    return drivers.came_through(lambda: _run(student, model, loader, loss_fn))


class MadeWhenAsked:
    """`count` batches of 1 MB with the same numbers; each is made when it is asked for."""

    def __init__(self, seed, count):
        generator = torch.Generator().manual_seed(seed)
        self.row = torch.randn(1024, generator=generator)
        self.labels = torch.randint(CLASSES, (256,), generator=generator)
        self.count = count

    def __len__(self):
        return self.count

    def __iter__(self):
        for _ in range(self.count):
            yield self.row.repeat(256, 1), self.labels.clone()


def loss_of_many(student, seed, count):
    """`train_one_epoch` on {count} batches with a learning rate of 0

    用 {count} 个批次、学习率为 0 调用 `train_one_epoch`
    """
    model = nn.Linear(1024, CLASSES)
    generator = torch.Generator().manual_seed(seed)
    nn.init.uniform_(model.weight, -0.03, 0.03, generator=generator)
    nn.init.zeros_(model.bias)
    return _run(student, model, MadeWhenAsked(seed, count), lr=0.0)
