"""Builds models for `evaluate` and looks at them before, during and after the call."""

import torch
from torch import nn

FEATURES, CLASSES = 6, 4


class Interrupted(Exception):
    """What our models raise in the middle of an evaluation."""


def classifier(seed, *between):
    """Return two linear layers with other layers between them."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return nn.Sequential(nn.Linear(FEATURES, 8), *between, nn.ReLU(), nn.Linear(8, CLASSES))


def with_dropout_and_norm(seed):
    return classifier(seed, nn.BatchNorm1d(8), nn.Dropout(0.5))


def results(student, seed, batches, device="cpu"):
    """Return what evaluate says about a model without dropout and batch normalisation."""
    return student.evaluate(classifier(seed).to(device), batches, torch.device(device))


def in_train_mode(student, seed, batches):
    """Evaluate a model in train mode; return the result and the model's buffers afterwards."""
    model = with_dropout_and_norm(seed).train()
    result = student.evaluate(model, batches, torch.device("cpu"))
    return result, [buffer.clone() for buffer in model.buffers()]


def modes_after(student, seed, modes, batches):
    """Evaluate a model whose modules are in these modes; return the result and the modes after."""
    model = with_dropout_and_norm(seed)
    for module, training in zip(model.modules(), modes, strict=True):
        module.training = training
    result = student.evaluate(model, batches, torch.device("cpu"))
    return result, [module.training for module in model.modules()]


def grad_modes(student, seed, enabled, batches):
    """Return whether gradients are enabled in each forward pass, and after the call."""
    seen = []
    model = classifier(seed)
    model.register_forward_pre_hook(lambda *_: seen.append(torch.is_grad_enabled()))
    with torch.set_grad_enabled(enabled):
        student.evaluate(model, batches, torch.device("cpu"))
        return seen, torch.is_grad_enabled()


def after_interruption(student, seed, number, batches):
    """Let the forward pass of this number raise.

    Return how many there had been when that came through (0 where it did not), the modes after it,
    and whether gradients are enabled.
    """
    model, calls = with_dropout_and_norm(seed).train(), []

    def interrupt(*_):
        calls.append(1)
        if len(calls) == number:
            raise Interrupted

    model.register_forward_pre_hook(interrupt)
    came_through = 0
    with torch.set_grad_enabled(True):
        try:
            student.evaluate(model, batches, torch.device("cpu"))
        except Interrupted:
            came_through = len(calls)
        grad = torch.is_grad_enabled()
    return came_through, [module.training for module in model.modules()], grad


def where_images_go(student, batches):
    """Ask for the device "meta", which every machine has but which holds no values.

    Return where the images arrive, and the error of an answer that needs a value before that.
    """
    seen = []

    class Watching(nn.Module):
        def forward(self, images):
            seen.append(images.device.type)
            raise Interrupted

    try:
        student.evaluate(Watching(), batches, torch.device("meta"))
    except Interrupted:
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
