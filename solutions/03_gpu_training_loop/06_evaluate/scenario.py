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
    """`evaluate` of a small classifier on {device}; batches of (images, labels): {batches}

    用小型分类器在 {device} 上调用 `evaluate`;各批次的 (图片, 标签):{batches}
    """
    return student.evaluate(classifier(seed).to(device), batches, torch.device(device))


def in_train_mode(student, seed, batches):
    """`evaluate` of a model with BatchNorm1d and Dropout that is in train mode; batches of
    (images, labels): {batches}

    用处于训练模式、含 BatchNorm1d 和 Dropout 的模型调用 `evaluate`;各批次的 (图片, 标
    签):{batches}
    """
    model = with_dropout_and_norm(seed).train()
    result = student.evaluate(model, batches, torch.device("cpu"))
    return result, drivers.copies(model.buffers())


def modes_after(student, seed, modes, batches):
    """`evaluate` of a model whose `training` flags are {modes} before the call (the model itself,
    then its layers Linear, BatchNorm1d, Dropout, ReLU, Linear)

    调用 `evaluate`,模型在调用之前的 `training` 标志为 {modes}(依次为模型本身
    及 Linear、BatchNorm1d、Dropout、ReLU、Linear 各层)
    """
    model = with_dropout_and_norm(seed)
    drivers.set_modes(model, modes)
    result = student.evaluate(model, batches, torch.device("cpu"))
    return result, drivers.modes_of(model)


def grad_modes(student, seed, enabled, batches):
    """`evaluate` under `torch.set_grad_enabled({enabled})`, looking at `torch.is_grad_enabled()`
    in each forward pass and after the call

    在 `torch.set_grad_enabled({enabled})` 之下调用 `evaluate`,并在每次前向计算时以及调用之后查
    看 `torch.is_grad_enabled()`
    """
    model = classifier(seed)
    seen = drivers.watch(model, lambda images: torch.is_grad_enabled())
    with torch.set_grad_enabled(enabled):
        student.evaluate(model, batches, torch.device("cpu"))
        return seen, torch.is_grad_enabled()


def after_interruption(student, seed, number, batches):
    """`evaluate` of a model in train mode that raises an exception in forward pass {number}

    用处于训练模式、在第 {number} 次前向计算时抛出异常的模型调用 `evaluate`
    """
    model = with_dropout_and_norm(seed).train()
    calls = drivers.watch(model, len)
    drivers.interrupt_forward(model, drivers.nth(number - 1))
    with torch.set_grad_enabled(True):
        came = drivers.came_through(lambda: student.evaluate(model, batches, torch.device("cpu")))
        return len(calls) if came else 0, drivers.modes_of(model), torch.is_grad_enabled()


def where_images_go(student, batches):
    """`evaluate` with `device=torch.device("meta")`, looking at where the model receives the
    images

    以 `device=torch.device("meta")` 调用 `evaluate`,查看模型收到的图片在哪个设备上
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
    """the loss that `evaluate` gives for a small classifier on several large batches

    用小型分类器在几个大批次上调用 `evaluate` 所得到的损失
    """
    model = nn.Sequential(nn.Linear(FEATURES, 8), nn.ReLU(), nn.Linear(8, CLASSES))
    generator = torch.Generator().manual_seed(seed)
    for parameter in model.parameters():
        nn.init.uniform_(parameter, -0.5, 0.5, generator=generator)
    return student.evaluate(model, batches, torch.device("cpu"))["loss"]
