"""Builds a model and data from a seed and takes steps; returns losses and weights."""

import torch
from torch import nn

FEATURES, CLASSES = 5, 3


class Interrupted(Exception):
    """What our model and our loss raise in the middle of a step."""


def network(seed, *between):
    """Return a small classifier, made from the seed alone."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        layers = (nn.Linear(FEATURES, 7), *between, nn.Tanh(), nn.Linear(7, CLASSES))
        return nn.Sequential(*layers)


def data(seed, sizes, device="cpu"):
    """Return one batch of each size."""
    generator = torch.Generator().manual_seed(seed)
    for size in sizes:
        x = torch.randn(size, FEATURES, generator=generator)
        y = torch.randint(CLASSES, (size,), generator=generator)
        yield x.to(device), y.to(device)


def momentum(model, lr=0.3):
    return torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)


def copies(model):
    return [parameter.detach().cpu().clone() for parameter in model.parameters()]


def steps(student, seed, sizes, device="cpu"):
    """Take one step for each size, with fresh gradients; return the results and the weights."""
    model = network(seed).to(device)
    optimizer, results = momentum(model), []
    for x, y in data(seed, sizes, device):
        optimizer.zero_grad()
        results.append(student.train_step(model, x, y, nn.CrossEntropyLoss(), optimizer))
    return results, copies(model)


def step_after(student, seed, stored):
    """Take one step where every parameter already stores this gradient; return the weights."""
    model = network(seed)
    for parameter in model.parameters():
        parameter.grad = torch.full_like(parameter, stored)
    ((x, y),) = data(seed, (4,))
    student.train_step(model, x, y, nn.CrossEntropyLoss(), momentum(model))
    return copies(model)


def modes(student, seed, wanted):
    """Put the modules into these modes; return their modes during the step and after it."""
    model = network(seed, nn.BatchNorm1d(7), nn.Dropout(0.5))
    during = []

    def look(*_):
        during.append([module.training for module in model.modules()])

    model[0].register_forward_pre_hook(look)
    for module, training in zip(model.modules(), wanted, strict=True):
        module.training = training
    ((x, y),) = data(seed, (4,))
    student.train_step(model, x, y, nn.CrossEntropyLoss(), momentum(model))
    return during, [module.training for module in model.modules()]


class TwoHeads(nn.Module):
    """Uses one of two heads; one layer is frozen."""

    def __init__(self, seed):
        super().__init__()
        self.body = network(seed)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            self.heads = nn.ModuleList(nn.Linear(CLASSES, CLASSES) for _ in range(2))
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
    optimizer = momentum(model)
    watched = [*model.heads[0].parameters(), *model.body[0].parameters()]
    results, seen = [], []
    for number, (x, y) in enumerate(data(seed, (4, 3))):
        model.used = number
        seen.append([parameter.detach().clone() for parameter in watched])
        results.append(student.train_step(model, x, y, nn.CrossEntropyLoss(), optimizer))
    return results, seen[1], [parameter.detach().clone() for parameter in watched]


def calls(student, seed, sizes):
    """Take one step for each size; return how often the model and the loss function are called."""
    inner, counts = network(seed), {"model": 0, "loss_fn": 0}

    class Counting(nn.Module):
        def __init__(self):
            super().__init__()
            self.inner = inner

        def forward(self, x):
            counts["model"] += 1
            return self.inner(x)

    def loss_fn(predictions, y):
        counts["loss_fn"] += 1
        return nn.functional.cross_entropy(predictions, y)

    model = Counting()
    optimizer = momentum(model)
    for x, y in data(seed, sizes):
        student.train_step(model, x, y, loss_fn, optimizer)
    return counts


def interrupted(student, seed, where, number):
    """Raise in the model or in the loss function, in the step of this number.

    Return the number of the step in which that came through, or None.
    """
    model, loss_fn = network(seed), nn.CrossEntropyLoss()
    optimizer = momentum(model)

    def interrupt(*_):
        raise Interrupted

    for step, (x, y) in enumerate(data(seed, (4,) * (number + 2))):
        if step == number and where == "model":
            model.register_forward_pre_hook(interrupt)
        elif step == number:
            loss_fn = interrupt
        try:
            student.train_step(model, x, y, loss_fn, optimizer)
        except Interrupted:
            return step
    return None


def batches_after(student, seed, sizes):
    """Take one step for each size; return the results and the batches after it."""
    model, results, after = network(seed), [], []
    optimizer = momentum(model)
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
    return student.train_step(model, x, y, nn.CrossEntropyLoss(), momentum(model, lr=0.0))
