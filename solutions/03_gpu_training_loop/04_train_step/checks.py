from functools import cache

import torch

from autograder.checks import assert_close, assert_equal, assert_tensor, expect

from . import reference
from .scenario import step_after, steps

SIZES = (5, 2, 1, 4, 3)


@cache
def expected(seed, sizes=SIZES):
    losses, weights = steps(reference, seed, sizes)
    return [float(loss) for loss in losses], weights


def pair(out):
    """Return the two parts of what a driver returned."""
    expect(type(out) is tuple and len(out) == 2, "no result", "没有结果")
    return out


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


def check_result_is_a_tensor(student):
    """The result is a float32 tensor without dimensions; it was not read as a number.

    结果是 0 维的 float32 张量，没有被读成数字。
    """
    results, _ = pair(student.scenario.steps(1, (3, 1)))
    for result in results:
        assert_tensor(result, shape=(), dtype=torch.float32)


def check_graph_released(student):
    """The result does not hold on to the graph.

    结果不再牵着计算图。
    """
    results, _ = pair(student.scenario.steps(2, (3, 1)))
    for result in results:
        held = isinstance(result, torch.Tensor) and result.requires_grad
        expect(not held, "the returned loss still holds its graph", "返回的损失仍然牵着计算图")


def check_modes_kept(student):
    """During the step and after it, every part of the model is in the mode the caller chose.

    在这一步之中和之后，模型的每一部分都处于调用者选定的模式。
    """
    frozen_norm = [True, True, False, True, True, True]
    for wanted in (frozen_norm, [False] * 6):
        during, after = pair(student.scenario.modes(3, wanted))
        expect(type(during) is list and during, "the model was not called", "没有调用模型")
        assert_equal(during[0], wanted)
        assert_equal(after, wanted)


def check_other_parameters(student, hidden_seed):
    """Parameters on which the loss does not depend, and frozen ones, stay as they are.

    与损失无关的参数以及被冻结的参数都保持原样。
    """
    before, after = pair(student.scenario.other_parameters(hidden_seed))
    expect(type(before) is list and len(before) == 4, "no result", "没有结果")
    assert_equal(after, before)


def check_one_forward_pass(student):
    """The model and the loss function are called once.

    模型和损失函数各调用一次。
    """
    assert_equal(student.scenario.calls(4), {"model": 1, "loss_fn": 1})


def check_batch_untouched(student):
    """The batch is the same after the step.

    这一步之后，批次的数据没有变化。
    """
    before, after = pair(student.scenario.batch_after(7))
    assert_equal(after, before)


def check_error_reaches_caller(student):
    """An exception in the model or in the loss function reaches the caller.

    模型或损失函数中的异常会传给调用者。
    """
    for where in ("model", "loss_fn"):
        came_through = student.scenario.interrupted(5, where)
        expect(came_through is True, f"an exception in the {where} did not reach the caller",
               f"{where} 中的异常没有传给调用者")  # fmt: skip


def check_on_cuda(student, device):
    """On a GPU one step gives the weights of the CPU, and the loss stays on the GPU.

    在 GPU 上走一步，得到的权重与 CPU 上相同，损失留在 GPU 上。
    """
    results, weights = pair(student.scenario.steps(6, (8,), device))
    assert_close(weights, expected(6, (8,))[1], rtol=1e-3, atol=1e-4)
    stays = not isinstance(results[0], torch.Tensor)  # a tensor of the GPU arrives as OnDevice
    expect(stays, "the loss was moved to the CPU", "损失被搬到了 CPU")
