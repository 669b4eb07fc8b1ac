from functools import cache

import torch

from autograder.checks import assert_close, assert_equal, expect

from . import reference
from .scenario import mean_loss, weights_after, weights_after_stored

SIZES = (5, 2, 1, 4)


@cache
def expected_weights(seed, sizes, epochs):
    return weights_after(reference, seed, sizes, epochs)


def pair(out):
    """Return the two parts of what a driver returned."""
    expect(type(out) is tuple and len(out) == 2, "no result", "没有结果")
    return out


def check_weights(student, hidden_seed):
    """After two epochs with batches of unequal size, every weight is where it belongs.

    用大小不等的批次训练两个轮次之后，每个权重都与应有的值相同。
    """
    weights = student.scenario.weights_after(hidden_seed, SIZES, 2)
    assert_close(weights, expected_weights(hidden_seed, SIZES, 2))


def check_stale_gradients(student, hidden_seed):
    """Gradients stored before the epoch have no influence on it.

    这个轮次之前留下的梯度对它没有影响。
    """
    for stored in (1e3, -2.0):
        weights = student.scenario.weights_after_stored(hidden_seed, stored)
        assert_close(weights, weights_after_stored(reference, hidden_seed, stored))


def check_mean_loss(student, hidden_seed):
    """The result is the mean over samples, of losses from before each update.

    返回值是对样本求的平均，其中的损失都是更新之前的。
    """
    # With a learning rate of 0 the result does not depend on how the weights are updated.
    for seed, sizes, lr in (
        (hidden_seed, SIZES, 0.0),
        (hidden_seed + 1, (1, 6), 0.0),
        (hidden_seed + 2, (5,), 0.3),
    ):
        out = student.scenario.mean_loss(seed, sizes, lr)
        if type(out) is torch.Tensor and out.numel() == 1:
            out = out.item()  # the type of the result has a check of its own
        assert_close(out, mean_loss(reference, seed, sizes, lr), rtol=1e-4)


def check_result_is_a_float(student):
    """The result is a Python float.

    返回值是 Python 浮点数。
    """
    out = student.scenario.mean_loss(1, (3, 2), 0.1)
    kind = getattr(out, "_type_name", None) or type(out).__name__
    expect(type(out) is float, f"expected a float, got a {kind}", f"期望 float，得到 {kind}")


def check_train_mode(student):
    """In every forward pass all parts of the model are in train mode.

    每次前向计算时，模型的所有部分都处于训练模式。
    """
    for before in ([False] * 6, [True, True, False, True, True, True]):
        seen = student.scenario.modes_during(2, before)
        expect(type(seen) is list and seen, "the model was not called", "没有调用模型")
        assert_equal(seen, [[True] * 6] * len(seen))


def check_graphs_released(student):
    """When a batch begins, at most the graph of the batch before it is still in memory.

    一个批次开始时，内存中至多还留着上一个批次的计算图。
    """
    seen = student.scenario.graphs_alive(3, 6)
    expect(type(seen) is list and len(seen) == 6, "the loss function was not called for each batch",
           "没有对每个批次都调用损失函数")  # fmt: skip
    expect(all(type(n) is int and n <= 1 for n in seen),
           f"graphs of earlier batches in memory, batch by batch: {seen}",
           f"逐个批次来看，内存中先前批次的计算图个数为：{seen}")  # fmt: skip


def check_loader_used_once(student):
    """The loader is gone through once and needs no length.

    只遍历一次 loader，也不需要知道它的长度。
    """
    assert_equal(student.scenario.use_of_loader(4, 3), (1, 3))


def check_batches_moved(student):
    """Inputs and labels are on the device when they are used.

    输入和标签在使用时都在指定的设备上。
    """
    assert_equal(student.scenario.where_batches_go(5), ["meta", "meta"])


def check_batches_untouched(student):
    """The tensors of the loader are the same after the epoch.

    这个轮次之后，loader 中的张量没有变化。
    """
    before, after = pair(student.scenario.batches_after(6, (3, 2)))
    assert_equal(after, before)


def check_random_state(student):
    """PyTorch's random numbers continue as if nothing had happened.

    PyTorch 的随机数状态不受影响。
    """
    before, after = pair(student.scenario.random_state(7))
    same = isinstance(after, torch.Tensor) and torch.equal(after, before)
    expect(same, "the state of the random numbers has changed", "随机数状态发生了变化")


def check_error_reaches_caller(student):
    """An exception in the model, the loss function or the loader reaches the caller.

    模型、损失函数或 loader 中的异常会传给调用者。
    """
    for where in ("model", "loss", "loader"):
        came_through = student.scenario.interrupted(8, where)
        expect(came_through is True, f"an exception in the {where} did not reach the caller",
               f"{where} 中的异常没有传给调用者")  # fmt: skip


def check_on_cuda(student, device):
    """On a GPU, fed with batches from the CPU, the weights become the same as on the CPU.

    在 GPU 上用来自 CPU 的批次训练，得到的权重与 CPU 上相同。
    """
    weights = student.scenario.weights_after(9, (8,), 1, device)
    assert_close(weights, expected_weights(9, (8,), 1), rtol=1e-3, atol=1e-4)
