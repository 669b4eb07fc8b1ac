import torch

from autograder.checks import assert_equal, assert_raises, expect

PLAIN = ("", 0)
# A PyTorch built for CUDA on a machine without a graphics card.
EMPTY_SLOT = ("cuda", 0)


def as_device(value):
    """Accept the device's name too: the type of the result has a check of its own."""
    if type(value) is str:
        try:
            return torch.device(value)
        except RuntimeError:
            return value
    return value


def same_device(value, expected):
    assert_equal(as_device(value), torch.device(expected))


def same_kind(value, expected):
    device = as_device(value)
    kind = device.type if isinstance(device, torch.device) else repr(value)
    expect(kind == expected, f"expected a device of kind {expected}, got {kind}",
           f"期望 {expected} 类型的设备，得到 {kind}")  # fmt: skip


def check_without_accelerator(student):
    """Without a usable accelerator and without a wish, it is the CPU.

    没有可用的加速器、也没有指定设备时，选择 CPU。
    """
    same_kind(student.scenario.pick_on(PLAIN), "cpu")
    same_kind(student.scenario.pick_on(EMPTY_SLOT, None), "cpu")


def check_accelerator_first(student):
    """Without a wish, the machine's accelerator is chosen, whatever its make.

    没有指定设备时，选择机器上的加速器，不论是哪个厂家的。
    """
    for kind in ("cuda", "xpu", "mtia"):
        same_kind(student.scenario.pick_on((kind, 2)), kind)


def check_wish_granted(student):
    """A text that names the CPU or the accelerator gives this device.

    用文本指定 CPU 或加速器，得到的就是这个设备。
    """
    same_device(student.scenario.pick_on(PLAIN, "cpu"), "cpu")
    same_device(student.scenario.pick_on(("xpu", 2), "cpu"), "cpu")
    same_kind(student.scenario.pick_on(("xpu", 2), "xpu"), "xpu")


def check_wish_as_device(student):
    """A wish may also be a torch.device.

    也可以用 torch.device 对象指定设备。
    """
    same_device(student.scenario.pick_on(PLAIN, torch.device("cpu")), "cpu")
    wish = torch.device("mtia", 0)
    same_kind(student.scenario.pick_on(("mtia", 2), wish), "mtia")


def check_index_kept(student):
    """A wish for one of several accelerators gives exactly that one.

    在多个加速器中指定某一个，得到的正是那一个。
    """
    for index in (0, 1, 3):
        same_device(student.scenario.pick_on(("xpu", 4), f"xpu:{index}"), f"xpu:{index}")


def check_absent_device(student):
    """A wish for a kind of device that the machine does not have is a ValueError.

    指定机器上没有的设备类型时，抛出 ValueError。
    """
    for machine, wish in ((PLAIN, "cuda"), (EMPTY_SLOT, "cuda"), (("xpu", 2), "cuda:0")):
        refused(student, machine, wish)


def check_index_too_large(student):
    """An index that the machine does not have is a ValueError.

    设备编号超出机器上的数量时，抛出 ValueError。
    """
    refused(student, ("cuda", 2), "cuda:2")
    refused(student, ("xpu", 1), "xpu:99")


def check_no_such_name(student):
    """A word that names no device at all is a ValueError.

    指定的词根本不是设备名时，抛出 ValueError。
    """
    refused(student, ("cuda", 2), "gpu")
    refused(student, PLAIN, "graphics card")


def refused(student, machine, wish):
    assert_raises(lambda: student.scenario.pick_on(machine, wish), "ValueError")


def check_returns_a_device(student):
    """The result is a torch.device, not its name.

    结果是 torch.device 对象，而不是设备的名字。
    """
    for machine, *wish in ((PLAIN,), (PLAIN, "cpu"), (("cuda", 1), "cuda:0")):
        device = student.scenario.pick_on(machine, *wish)
        kind = getattr(device, "_type_name", None) or type(device).__name__
        expect(isinstance(device, torch.device), f"expected a torch.device, got a {kind}",
               f"期望 torch.device，得到 {kind}")  # fmt: skip


def check_nothing_else_changes(student):
    """Choosing does not change the default device or the current device.

    选择设备不会改变默认设备和当前设备。
    """
    for machine, *wish in ((PLAIN, "cpu"), (("cuda", 2),), (("cuda", 2), "cuda:1")):
        before, after, changes = student.scenario.side_effects_on(machine, *wish)
        assert_equal(after, before)
        assert_equal(changes, [])
