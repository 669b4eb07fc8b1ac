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


def run(student, model, loader, loss_fn=None, lr=0.3, device="cpu"):
    """Train one epoch, with fresh gradients unless the model stores some."""
    optimizer = drivers.sgd(model, lr)
    loss_fn = loss_fn or nn.CrossEntropyLoss()
    return student.train_one_epoch(model, loader, loss_fn, optimizer, torch.device(device))


def weights_after(student, seed, sizes, epochs, device="cpu"):
    """Train with one optimizer and fresh gradients in each epoch; return the weights."""
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
    """Train on one batch where every parameter already stores this gradient; return the weights."""
    model = network(seed)
    drivers.store_gradient(model, stored)
    run(student, model, batches(seed, (4,)))
    return drivers.copies(model)


def mean_loss(student, seed, sizes, lr):
    """Return the result of one epoch with this learning rate."""
    return run(student, network(seed), batches(seed, sizes), lr=lr)


def modes_during(student, seed, sizes, before):
    """Return the batch's size and the modes of all modules in each forward pass."""
    model = network(seed, nn.BatchNorm1d(7), nn.Dropout(0.5))
    seen = drivers.watch(model[0], lambda x: (len(x), drivers.modes_of(model)))
    drivers.set_modes(model, before)
    run(student, model, batches(seed, sizes))
    return seen


def graphs_alive(student, seed, count):
    """Return how many graphs of earlier batches are alive at the beginning of each loss."""
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

    run(student, network(seed), batches(seed, (3,) * count), loss_fn)
    return seen


def use_of_loader(student, seed, count):
    """Return how often the loader was gone through and how many batches were drawn."""
    loader = drivers.Loader(batches(seed, (3,) * count))
    run(student, network(seed), loader)
    return loader.passes, loader.drawn


def where_batches_go(student, seed, size):
    """Ask for the device "meta", which every machine has.

    Return where both tensors arrive, and how many labels there are.
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
        lambda: run(student, Watching(), batches(seed, (size,)), loss_fn, device="meta")
    )
    return seen


def batches_after(student, seed, sizes):
    """Return the result of an epoch, and the batches after it."""
    made = batches(seed, sizes)
    return run(student, network(seed), made), made


def random_state(student, seed, sizes):
    """Set the seed and train an epoch; return its result and the state of PyTorch's numbers."""
    model, made = network(seed), batches(seed, sizes)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return run(student, model, made), torch.get_rng_state()


def interrupted(student, seed, sizes, where, number):
    """Raise in the model, the loss or the loader, at the batch of this number, known by its size.

    Return whether that came through.
    """
    model, loss_fn, size = network(seed), nn.CrossEntropyLoss(), sizes[number]
    if where == "model":
        drivers.interrupt_forward(model, lambda x: len(x) == size)
    if where == "loss":
        loss_fn = drivers.interrupting(loss_fn, lambda predictions, y: len(y) == size)
    loader = drivers.Loader(batches(seed, sizes), number if where == "loader" else None)
    return drivers.came_through(lambda: run(student, model, loader, loss_fn))


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
    """Go through many batches with a learning rate of 0; return the loss that all of them have."""
    model = nn.Linear(1024, CLASSES)
    generator = torch.Generator().manual_seed(seed)
    nn.init.uniform_(model.weight, -0.03, 0.03, generator=generator)
    nn.init.zeros_(model.bias)
    return run(student, model, MadeWhenAsked(seed, count), lr=0.0)
