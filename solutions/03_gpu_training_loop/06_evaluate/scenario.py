"""Builds models for `evaluate` and looks at them before, during and after the call."""

import torch
from torch import nn

from autograder import drivers

FEATURES, CLASSES = 6, 4


def classifier(seed, *between):
    """Return two linear layers with other layers between them."""
    return drivers.network(seed, (FEATURES, 8, CLASSES), *between, activation=nn.ReLU)


def with_dropout_and_norm(seed):
    return classifier(seed, nn.BatchNorm1d(8), nn.Dropout(0.5))


def results(student, seed, batches, device="cpu"):
    """Return what evaluate says about a model without dropout and batch normalisation."""
    return student.evaluate(classifier(seed).to(device), batches, torch.device(device))


def in_train_mode(student, seed, batches):
    """Evaluate a model in train mode; return the result and the model's buffers afterwards."""
    model = with_dropout_and_norm(seed).train()
    result = student.evaluate(model, batches, torch.device("cpu"))
    return result, drivers.copies(model.buffers())


def modes_after(student, seed, modes, batches):
    """Evaluate a model whose modules are in these modes; return the result and the modes after."""
    model = with_dropout_and_norm(seed)
    drivers.set_modes(model, modes)
    result = student.evaluate(model, batches, torch.device("cpu"))
    return result, drivers.modes_of(model)


def grad_modes(student, seed, enabled, batches):
    """Return whether gradients are enabled in each forward pass, and after the call."""
    model = classifier(seed)
    seen = drivers.watch(model, lambda images: torch.is_grad_enabled())
    with torch.set_grad_enabled(enabled):
        student.evaluate(model, batches, torch.device("cpu"))
        return seen, torch.is_grad_enabled()


def after_interruption(student, seed, number, batches):
    """Let the forward pass of this number raise.

    Return how many there had been when that came through (0 where it did not), the modes after it,
    and whether gradients are enabled.
    """
    model = with_dropout_and_norm(seed).train()
    calls = drivers.watch(model, len)
    drivers.interrupt_forward(model, drivers.nth(number - 1))
    with torch.set_grad_enabled(True):
        came = drivers.came_through(lambda: student.evaluate(model, batches, torch.device("cpu")))
        return len(calls) if came else 0, drivers.modes_of(model), torch.is_grad_enabled()


def where_images_go(student, batches):
    """Ask for the device "meta", which every machine has but which holds no values.

    Return where the images arrive, and the error of an answer that needs a value before that.
    """
    seen = []

    class Watching(nn.Module):
        def forward(self, images):
            seen.append(images.device.type)
            raise drivers.Interrupted

    try:
        student.evaluate(Watching(), batches, torch.device("meta"))
    except drivers.Interrupted:
        return seen, ""
    except (RuntimeError, NotImplementedError) as error:
        if "meta" not in str(error).lower():
            raise
        return seen, str(error)
    return seen, ""


def loss_of(student, seed, batches):
    """Return the loss alone, of a model whose weights are drawn from the seed."""
    model = nn.Sequential(nn.Linear(FEATURES, 8), nn.ReLU(), nn.Linear(8, CLASSES))
    generator = torch.Generator().manual_seed(seed)
    for parameter in model.parameters():
        nn.init.uniform_(parameter, -0.5, 0.5, generator=generator)
    return student.evaluate(model, batches, torch.device("cpu"))["loss"]
