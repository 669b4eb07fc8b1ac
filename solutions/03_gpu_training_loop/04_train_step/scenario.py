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
    """Take one step for each size, with fresh gradients; return the results and the weights."""
    model = network(seed).to(device)
    optimizer, results = drivers.sgd(model), []
    for x, y in data(seed, sizes, device):
        optimizer.zero_grad()
        results.append(student.train_step(model, x, y, nn.CrossEntropyLoss(), optimizer))
    return results, drivers.copies(model)


def step_after(student, seed, stored):
    """Take one step where every parameter already stores this gradient; return the weights."""
    model = network(seed)
    drivers.store_gradient(model, stored)
    ((x, y),) = data(seed, (4,))
    student.train_step(model, x, y, nn.CrossEntropyLoss(), drivers.sgd(model))
    return drivers.copies(model)


def modes(student, seed, wanted):
    """Put the modules into these modes; return their modes during the step and after it."""
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
    """Step with head 0, then with head 1; return the results and what must not change.

    That is head 0 and the frozen layer, copied before and after the second step.
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
    """Take one step for each size; return how often the model and the loss function are called."""
    model, loss_fn = drivers.Counting(network(seed)), drivers.Counting(nn.CrossEntropyLoss())
    optimizer = drivers.sgd(model)
    for x, y in data(seed, sizes):
        student.train_step(model, x, y, loss_fn, optimizer)
    return {"model": model.calls, "loss_fn": loss_fn.calls}


def interrupted(student, seed, where, number):
    """Raise in the model or in the loss function, in the step of this number.

    Return the number of the step in which that came through, or None.
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
    """Take one step for each size; return the results and the batches after it."""
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
    """Take one step of length 0 with one sample; return the loss."""
    model = Deep(seed, depth)
    generator = torch.Generator().manual_seed(seed + 1)
    x, y = torch.randn(1, 8, generator=generator), torch.randint(8, (1,), generator=generator)
    return student.train_step(model, x, y, nn.CrossEntropyLoss(), drivers.sgd(model, lr=0.0))
