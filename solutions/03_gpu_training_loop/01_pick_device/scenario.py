"""Machines with other hardware than this one: what `torch.accelerator` answers there.

A machine is (kind, count): what PyTorch was built for, and how many of these accelerators it has.
"""

from contextlib import ExitStack
from unittest.mock import patch

import torch


def pick_on(student, machine, *wish):
    """`pick_device({wish})` (PyTorch built for: {machine[0]}; accelerators in the machine:
    {machine[1]})

    调用 `pick_device({wish})`(PyTorch 的构建目标:{machine[0]};机器上的加速器数:{machine[1]})
    """
    with _installed(*machine, changes=[]):
        return student.pick_device(*wish)


def side_effects_on(student, machine, *wish):
    """a look at the default and the current device around `pick_device({wish})` (PyTorch built
    for: {machine[0]}; accelerators in the machine: {machine[1]})

    在调用 `pick_device({wish})` 前后查看默认设备和当前设备(PyTorch 的构建目标:{machine[0]};机器
    上的加速器数:{machine[1]})
    """
    before = torch.get_default_device()
    changes = []
    try:
        with _installed(*machine, changes=changes):
            chosen = student.pick_device(*wish)
            after = torch.get_default_device()
    finally:
        torch.set_default_device(None)
    return before, after, changes, chosen


def _installed(kind, count, changes):
    built_for = torch.device(kind) if kind != "cpu" else None

    def current_accelerator(check_available=False):
        return built_for if count or not check_available else None

    def set_device(device, *_, **__):
        changes.append(str(device))

    answers = {
        "is_available": lambda: count > 0,
        "current_accelerator": current_accelerator,
        "device_count": lambda: count,
        "current_device_index": lambda: 0,
        "set_device_index": set_device,
    }
    stack = ExitStack()
    for name, answer in answers.items():
        stack.enter_context(patch.object(torch.accelerator, name, answer))
    for module, name in ((torch.cuda, "cuda"), (torch.xpu, "xpu")):
        here = count if kind == name else 0
        stack.enter_context(patch.object(module, "is_available", lambda here=here: here > 0))
        stack.enter_context(patch.object(module, "device_count", lambda here=here: here))
        stack.enter_context(patch.object(module, "set_device", set_device))
    return stack
