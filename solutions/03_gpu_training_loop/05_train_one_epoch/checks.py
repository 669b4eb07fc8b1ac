from functools import cache

import torch

from autograder.checks import (
    SEEDS,
    assert_close,
    assert_losses,
    assert_modes,
    assert_numbers,
    assert_parts,
    assert_type,
    assert_unchanged,
    expect,
    few,
    seeds_from,
    several,
    st,
)

from . import reference
from .scenario import batches, mean_loss, network, weights_after, weights_after_stored

LAYERS = ("Linear", "BatchNorm1d", "Dropout", "Tanh", "Linear")
SIZES = (5, 2, 1, 4)
PARAMETERS = tuple(name for name, _ in network(0).named_parameters())
# Sizes of some batches.
SOME = several(st.integers(1, 5), 2, 4)
# Each larger than the one before, so that a batch is known by its size.
GROWING = st.sets(st.integers(2, 9), min_size=2, max_size=4).map(lambda s: tuple(sorted(s)))


def by_name(tensors):
    """Return them by the names of their parameters, which a failure then says."""
    parts = assert_parts(tensors, *PARAMETERS, kinds=(list,))
    return dict(zip(PARAMETERS, parts, strict=True))


@cache
def expected_weights(seed, sizes, epochs):
    return by_name(weights_after(reference, seed, sizes, epochs))


def check_weights(student, hidden_seed):
    """After two epochs with batches of unequal size, every weight is where it belongs.

    用大小不等的批次训练两个轮次之后，每个权重都与应有的值相同。
    """
    weights = student.scenario.weights_after(hidden_seed, SIZES, 2)
    assert_close(by_name(weights), expected_weights(hidden_seed, SIZES, 2))


def check_stale_gradients(student, hidden_seed):
    """Gradients stored before the epoch have no influence on it.

    这个轮次之前留下的梯度对它没有影响。
    """
    for stored in (1e3, -2.0):
        weights = student.scenario.weights_after_stored(hidden_seed, stored)
        wanted = weights_after_stored(reference, hidden_seed, stored)
        assert_close(by_name(weights), by_name(wanted))


def check_mean_loss(student, hidden_seed):
    """The result is the mean over samples, of losses from before each update.

    返回值是对样本求的平均，其中的损失都是更新之前的。
    """
    # With a learning rate of 0 the result does not depend on how the weights are updated.
    runs = ((SIZES, 0.0), ((1, 6), 0.0), ((5,), 0.3))
    for seed, (sizes, lr) in zip(seeds_from(hidden_seed, 3), runs, strict=True):
        out = student.scenario.mean_loss(seed, sizes, lr)
        same_loss(out, mean_loss(reference, seed, sizes, lr))


def same_loss(out, wanted):
    assert_numbers(out, wanted, rtol=1e-4)


@few(5, seed=SEEDS, sizes=SOME)
def check_result_is_a_float(student, seed, sizes):
    """The result is a Python float.

    返回值是 Python 浮点数。
    """
    results = [student.scenario.mean_loss(each, sizes, 0.1) for each in (seed, seed + 1)]
    assert_losses(results, 2)
    for out in results:
        assert_type(out, float)


@few(5, seed=SEEDS, sizes=GROWING, before=several(st.booleans(), 6))
def check_train_mode(student, seed, sizes, before):
    """In every forward pass all parts of the model are in train mode.

    每次前向计算时，模型的所有部分都处于训练模式。
    """
    for modes in ([False] * 6, [True, True, False, True, True, True], before):
        seen = student.scenario.modes_during(seed, sizes, modes)
        met = type(seen) is list and {size for size, _ in seen} == set(sizes)
        expect(met, "the model was not called with each batch", "没有对每个批次都调用模型")
        for number, (_, modes) in enumerate(seen, 1):
            assert_modes(modes, [True] * 6, LAYERS, f"forward pass {number}")


@few(5, seed=SEEDS, count=st.integers(4, 8))
def check_graphs_released(student, seed, count):
    """When a batch begins, at most the graph of the batch before it is still in memory.

    一个批次开始时，内存中至多还留着上一个批次的计算图。
    """
    seen = student.scenario.graphs_alive(seed, count)
    called = type(seen) is list and len(seen) == count
    expect(called, "the loss function was not called for each batch",
           "没有对每个批次都调用损失函数")  # fmt: skip
    expect(all(type(n) is int and n <= 1 for n in seen),
           f"graphs of earlier batches in memory, batch by batch: {seen}",
           f"逐个批次来看，内存中先前批次的计算图个数为：{seen}")  # fmt: skip


@few(5, seed=SEEDS, count=st.integers(1, 6))
def check_loader_used_once(student, seed, count):
    """The loader is gone through once and needs no length.

    只遍历一次 loader，也不需要知道它的长度。
    """
    out = student.scenario.use_of_loader(seed, count)
    passes, drawn = assert_parts(out, "passes", "batches drawn")
    expect(passes == 1, f"the loader was gone through {passes} times, and once is expected",
           f"loader 被遍历了 {passes} 次，应当只遍历一次")  # fmt: skip
    expect(drawn == count, f"{drawn} of {count} batches were drawn from the loader",
           f"从 loader 中取出了 {drawn} 个批次，应为 {count} 个")  # fmt: skip


@few(5, seed=SEEDS, size=st.integers(1, 9))
def check_batches_moved(student, seed, size):
    """Inputs and labels are on the device when they are used.

    输入和标签在使用时都在指定的设备上。
    """
    seen = student.scenario.where_batches_go(seed, size)
    reached = type(seen) is list and len(seen) == 3
    expect(reached, "the loss function was not called", "没有调用损失函数")
    for name, place in zip(("inputs", "labels"), seen, strict=False):
        expect(place == "meta", f"the {name} are on {place}, not on the device meta",
               f"{name} 在 {place} 上，而不在设备 meta 上")  # fmt: skip
    expect(seen[2] == size, f"the loss function got {seen[2]} of {size} labels",
           f"损失函数只得到了 {size} 个标签中的 {seen[2]} 个")  # fmt: skip


@few(5, seed=SEEDS, sizes=SOME)
def check_batches_untouched(student, seed, sizes):
    """The tensors of the loader are the same after the epoch.

    这个轮次之后，loader 中的张量没有变化。
    """
    results = []
    for each in (seed, seed + 1):
        out = student.scenario.batches_after(each, sizes)
        result, after = assert_parts(out, "result", "batches")
        assert_unchanged(after, batches(each, sizes), "loader")
        results.append(result)
    assert_losses(results, 2)


@few(5, seed=SEEDS, sizes=SOME)
def check_random_state(student, seed, sizes):
    """PyTorch's random numbers continue as if nothing had happened.

    PyTorch 的随机数状态不受影响。
    """
    results = []
    for each in (seed, seed + 1):
        out = student.scenario.random_state(each, sizes)
        result, after = assert_parts(out, "result", "state")
        before = torch.Generator().manual_seed(each).get_state()
        same = isinstance(after, torch.Tensor) and torch.equal(after, before)
        expect(same, "the state of the random numbers has changed", "随机数状态发生了变化")
        results.append(result)
    assert_losses(results, 2)


@few(5, seed=SEEDS, sizes=GROWING, number=st.integers(0, 3))
def check_error_reaches_caller(student, seed, sizes, number):
    """An exception in the model, the loss function or the loader reaches the caller.

    模型、损失函数或 loader 中的异常会传给调用者。
    """
    number %= len(sizes)
    for where in ("model", "loss", "loader"):
        came_through = student.scenario.interrupted(seed, sizes, where, number)
        expect(came_through is True, f"an exception in the {where} did not reach the caller",
               f"{where} 中的异常没有传给调用者")  # fmt: skip


def check_memory_budget(student, budget):
    """Many batches need no more memory than a few: at most twice the reference's, apart from 8 MB.

    批次再多，占用的内存也不增加：除 8 MB 之外，至多为参考答案的两倍。
    """
    budget.verify = same_loss
    budget.memory("scenario.loss_of_many", lambda rng: (int(rng.integers(1 << 30)), 36))


def check_on_cuda(student, device, hidden_seed):
    """On a GPU, fed with batches from the CPU, the weights become the same as on the CPU.

    在 GPU 上用来自 CPU 的批次训练，得到的权重与 CPU 上相同。
    """
    weights = student.scenario.weights_after(hidden_seed, (8,), 1, device)
    assert_close(by_name(weights), expected_weights(hidden_seed, (8,), 1), rtol=1e-3, atol=1e-4)
