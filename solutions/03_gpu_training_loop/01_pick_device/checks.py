import torch

from autograder.checks import assert_equal, assert_raises, assert_type, expect, few, st

PLAIN = ("cpu", 0)
KINDS = ("xpu", "cuda", "mtia")
COUNTS = st.integers(1, 64)
MACHINES = st.tuples(st.sampled_from(KINDS), COUNTS)
# A machine and the index of one of its accelerators.
PLACES = st.tuples(st.sampled_from(KINDS), st.integers(0, 31), COUNTS).map(
    lambda drawn: ((drawn[0], drawn[1] + drawn[2]), drawn[1])
)


def names_a_device(word):
    try:
        torch.device(word)
    except RuntimeError:
        return False
    return True


# Words with a space in them too; none of them is the name of a device.
WORDS = st.text("abcdefghij klmnopqrstuvwxyz", min_size=3, max_size=12).filter(
    lambda word: not names_a_device(word)
)


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


def grants(student, machine):
    """Demand that a wish for the machine's own accelerator is no error and not the CPU."""
    kind, _ = machine
    same_kind(student.scenario.pick_on(machine, kind), kind)


def chooses(student, machine):
    """Demand that there is a device, whichever, where nobody wished for one."""
    value = student.scenario.pick_on(machine)
    expect(isinstance(as_device(value), torch.device), "without a wish no device is returned",
           "没有指定设备时，没有返回任何设备")  # fmt: skip


@few(4, machine=MACHINES)
def check_without_accelerator(student, machine):
    """Without a usable accelerator and without a wish, it is the CPU.

    没有可用的加速器、也没有指定设备时，选择 CPU。
    """
    kind, _ = machine
    same_kind(student.scenario.pick_on(PLAIN), "cpu")
    # A PyTorch built for an accelerator, on a machine that has none.
    same_kind(student.scenario.pick_on((kind, 0), None), "cpu")
    grants(student, machine)


@few(4, count=COUNTS)
def check_accelerator_first(student, count):
    """Without a wish, the machine's accelerator is chosen, whatever its make.

    没有指定设备时，选择机器上的加速器，不论是哪个厂家的。
    """
    for kind in KINDS:
        same_kind(student.scenario.pick_on((kind, count)), kind)


@few(4, machine=MACHINES)
def check_wish_granted(student, machine):
    """A text that names the CPU or the accelerator gives this device.

    用文本指定 CPU 或加速器，得到的就是这个设备。
    """
    same_device(student.scenario.pick_on(PLAIN, "cpu"), "cpu")
    same_device(student.scenario.pick_on(machine, "cpu"), "cpu")
    grants(student, machine)
    chooses(student, machine)


@few(4, place=PLACES)
def check_wish_as_device(student, place):
    """A wish may also be a torch.device.

    也可以用 torch.device 对象指定设备。
    """
    machine, index = place
    kind, _ = machine
    same_device(student.scenario.pick_on(machine, torch.device("cpu")), "cpu")
    same_kind(student.scenario.pick_on(machine, torch.device(kind, index)), kind)
    chooses(student, machine)


@few(4, place=PLACES)
def check_index_kept(student, place):
    """A wish for one of several accelerators gives exactly that one.

    在多个加速器中指定某一个，得到的正是那一个。
    """
    (kind, count), index = place
    for each in (0, index, count - 1):
        wish = f"{kind}:{each}"
        same_device(student.scenario.pick_on((kind, count), wish), wish)
    chooses(student, (kind, count))


@few(4, place=PLACES, turn=st.integers(1, 2))
def check_absent_device(student, place, turn):
    """A wish for a kind of device that the machine does not have is a ValueError.

    指定机器上没有的设备类型时，抛出 ValueError。
    """
    machine, index = place
    kind, _ = machine
    absent = KINDS[(KINDS.index(kind) + turn) % len(KINDS)]
    for elsewhere, wish in ((PLAIN, kind), ((kind, 0), kind), (machine, f"{absent}:{index}")):
        refused(student, elsewhere, wish)
    grants(student, machine)


@few(4, machine=MACHINES, more=st.integers(0, 60))
def check_index_too_large(student, machine, more):
    """An index that the machine does not have is a ValueError.

    设备编号超出机器上的数量时，抛出 ValueError。
    """
    kind, count = machine
    refused(student, machine, f"{kind}:{count}")
    refused(student, machine, f"{kind}:{count + more}")
    grants(student, machine)


@few(4, machine=MACHINES, word=WORDS)
def check_no_such_name(student, machine, word):
    """A word that names no device at all is a ValueError.

    指定的词根本不是设备名时，抛出 ValueError。
    """
    refused(student, machine, "gpu")
    refused(student, PLAIN, word)
    refused(student, machine, word)
    grants(student, machine)


def refused(student, machine, wish):
    assert_raises(lambda: student.scenario.pick_on(machine, wish), "ValueError")


@few(4, place=PLACES)
def check_returns_a_device(student, place):
    """The result is a torch.device, not its name.

    结果是 torch.device 对象，而不是设备的名字。
    """
    machine, index = place
    wish = f"{machine[0]}:{index}"
    for here, *wished in ((PLAIN,), (PLAIN, "cpu"), (machine, wish)):
        device = student.scenario.pick_on(here, *wished)
        assert_type(device, torch.device)
    same_kind(device, machine[0])


@few(4, place=PLACES)
def check_nothing_else_changes(student, place):
    """Choosing does not change the default device or the current device.

    选择设备不会改变默认设备和当前设备。
    """
    machine, index = place
    wish = f"{machine[0]}:{index}"
    for here, *wished in ((PLAIN, "cpu"), (machine,), (machine, wish)):
        before, after, changes, chosen = student.scenario.side_effects_on(here, *wished)
        expect(after == before, f"the default device was {before}, and is {after} after the call",
               f"默认设备原为 {before}，调用之后成了 {after}")  # fmt: skip
        expect(changes == [], f"the current device was set to {changes}",
               f"当前设备被设成了 {changes}")  # fmt: skip
        expect(isinstance(as_device(chosen), torch.device), "no device was chosen",
               "没有选择任何设备")  # fmt: skip
    same_kind(chosen, machine[0])
