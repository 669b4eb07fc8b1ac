import math
from functools import cache

import torch

from autograder.checks import assert_close, assert_equal, assert_tensor, expect, given, settings, st

from . import reference
from .scenario import TwoHeads, copies, data, step_after, steps

SIZES = (5, 2, 1, 4, 3)
SEEDS = st.integers(0, 1 << 20)
# Sizes of some batches; a batch of one is always among them.
SOME = st.lists(st.integers(1, 6), min_size=1, max_size=4).map(lambda sizes: (*sizes, 1))


@cache
def expected(seed, sizes=SIZES):
    losses, weights = steps(reference, seed, sizes)
    return [float(loss) for loss in losses], weights


def pair(out):
    """Return the two parts of what a driver returned."""
    expect(type(out) is tuple and len(out) == 2, "no result", "没有结果")
    return out


def look_like_losses(results, count):
    """Demand one number for each of `count` batches, whatever its type, and not always the same."""
    right = type(results) is list and len(results) == count
    numbers = [as_number(result) for result in results] if right else []
    right = right and all(type(n) is float and 0 < n < math.inf for n in numbers)
    expect(right and len(set(numbers)) > 1, "what is returned are not losses",
           "返回的不是损失")  # fmt: skip


def check_weights(student, hidden_seed):
    """After several steps, every weight is where plain forward, backward and update put it.

    若干步之后，每个权重都与标准的前向、反向、更新所得到的相同。
    """
    _, weights = pair(student.scenario.steps(hidden_seed, SIZES))
    assert_close(weights, expected(hidden_seed)[1])


def check_stale_gradients(student, hidden_seed):
    """Gradients stored before the step have no influence on it.

    这一步之前留下的梯度对它没有影响。
    """
    for stored in (1e3, -2.0):
        weights = student.scenario.step_after(hidden_seed, stored)
        assert_close(weights, step_after(reference, hidden_seed, stored))


def check_loss_value(student, hidden_seed):
    """The result is the loss from which this update was computed.

    返回值就是本次更新所依据的损失。
    """
    for size in SIZES:
        results, _ = pair(student.scenario.steps(hidden_seed, (size,)))
        expect(type(results) is list and len(results) == 1, "no result", "没有结果")
        assert_close(as_number(results[0]), expected(hidden_seed, (size,))[0][0], rtol=1e-4)


def as_number(result):
    """Accept a number too: the type of the result has a check of its own."""
    if type(result) is torch.Tensor and result.numel() == 1:
        return result.item()
    return result


@given(seed=SEEDS, sizes=SOME)
@settings(max_examples=5)
def check_result_is_a_tensor(student, seed, sizes):
    """The result is a float32 tensor without dimensions; it was not read as a number.

    结果是 0 维的 float32 张量，没有被读成数字。
    """
    results, _ = pair(student.scenario.steps(seed, sizes))
    look_like_losses(results, len(sizes))
    for result in results:
        assert_tensor(result, shape=(), dtype=torch.float32)


@given(seed=SEEDS, sizes=SOME)
@settings(max_examples=5)
def check_graph_released(student, seed, sizes):
    """The result does not hold on to the graph.

    结果不再牵着计算图。
    """
    results, _ = pair(student.scenario.steps(seed, sizes))
    look_like_losses(results, len(sizes))
    for result in results:
        held = isinstance(result, torch.Tensor) and result.requires_grad
        expect(not held, "the returned loss still holds its graph", "返回的损失仍然牵着计算图")


@given(seed=SEEDS, modes=st.lists(st.booleans(), min_size=6, max_size=6))
@settings(max_examples=5)
def check_modes_kept(student, seed, modes):
    """During the step and after it, every part of the model is in the mode the caller chose.

    在这一步之中和之后，模型的每一部分都处于调用者选定的模式。
    """
    frozen_norm = [True, True, False, True, True, True]
    for wanted in (frozen_norm, [False] * 6, modes):
        during, after = pair(student.scenario.modes(seed, wanted))
        expect(type(during) is list and during, "the model was not called", "没有调用模型")
        assert_equal(during[0], wanted)
        assert_equal(after, wanted)


def check_other_parameters(student, hidden_seed):
    """Parameters on which the loss does not depend, and frozen ones, stay as they are.

    与损失无关的参数以及被冻结的参数都保持原样。
    """
    out = student.scenario.other_parameters(hidden_seed)
    expect(type(out) is tuple and len(out) == 3, "no result", "没有结果")
    results, before, after = out
    look_like_losses(results, 2)
    expect(type(before) is list and len(before) == 4, "no result", "没有结果")
    assert_equal(before[2:], copies(TwoHeads(hidden_seed).body[0]))
    assert_equal(after, before)


@given(seed=SEEDS, sizes=SOME)
@settings(max_examples=5)
def check_one_forward_pass(student, seed, sizes):
    """In each step the model and the loss function are called once.

    每一步中，模型和损失函数各调用一次。
    """
    counts = student.scenario.calls(seed, sizes)
    assert_equal(counts, {"model": len(sizes), "loss_fn": len(sizes)})


@given(seed=SEEDS, sizes=SOME)
@settings(max_examples=5)
def check_batch_untouched(student, seed, sizes):
    """The batch is the same after the step.

    这一步之后，批次的数据没有变化。
    """
    results, after = pair(student.scenario.batches_after(seed, sizes))
    look_like_losses(results, len(sizes))
    assert_equal(after, list(data(seed, sizes)))


@given(seed=SEEDS, number=st.integers(0, 3))
@settings(max_examples=5)
def check_error_reaches_caller(student, seed, number):
    """An exception in the model or in the loss function reaches the caller.

    模型或损失函数中的异常会传给调用者。
    """
    for where in ("model", "loss_fn"):
        step = student.scenario.interrupted(seed, where, number)
        expect(step is not None, f"an exception in the {where} did not reach the caller",
               f"{where} 中的异常没有传给调用者")  # fmt: skip
        expect(step == number, f"it came in step {step}, and the {where} raised in step {number}",
               f"异常出现在第 {step} 步，而 {where} 是在第 {number} 步抛出的")  # fmt: skip


def check_cpu_budget(student, budget):
    """One backward pass gives the gradients of all layers: at most {limit} times the
    reference's time.

    一次反向传播就给出所有层的梯度：用时不超过参考答案的 {limit} 倍。
    """

    def same_loss(out, wanted):
        assert_close(as_number(out), wanted.item(), rtol=1e-4)

    budget.verify = same_loss
    budget.compare("scenario.loss_of_deep", lambda rng: (int(rng.integers(1 << 30)), 80))


def check_on_cuda(student, device, hidden_seed):
    """On a GPU one step gives the weights of the CPU, and the loss stays on the GPU.

    在 GPU 上走一步，得到的权重与 CPU 上相同，损失留在 GPU 上。
    """
    results, weights = pair(student.scenario.steps(hidden_seed, (8,), device))
    assert_close(weights, expected(hidden_seed, (8,))[1], rtol=1e-3, atol=1e-4)
    stays = not isinstance(results[0], torch.Tensor)  # a tensor of the GPU arrives as OnDevice
    expect(stays, "the loss was moved to the CPU", "损失被搬到了 CPU")
