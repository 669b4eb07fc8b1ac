from functools import cache

import torch

from autograder import drivers
from autograder.checks import (
    SEEDS,
    assert_close,
    assert_equal,
    assert_losses,
    assert_modes,
    assert_numbers,
    assert_parts,
    assert_tensor,
    assert_unchanged,
    expect,
    few,
    several,
    st,
)

from . import reference
from .scenario import TwoHeads, data, network, step_after, steps

LAYERS = ("Linear", "BatchNorm1d", "Dropout", "Tanh", "Linear")
SIZES = (5, 2, 1, 4, 3)
PARAMETERS = tuple(name for name, _ in network(0).named_parameters())
# Head 0 and the frozen layer.
OTHERS = ("heads.0.weight", "heads.0.bias", "body.0.weight", "body.0.bias")
# Sizes of some batches; a batch of one is always among them.
SOME = several(st.integers(1, 6), 1, 4).map(lambda some: (*some, 1))


def by_name(tensors, names=PARAMETERS):
    """Return them by the names of their parameters, which a failure then says."""
    return dict(zip(names, assert_parts(tensors, *names, kinds=(list,)), strict=True))


@cache
def expected(seed, sizes=SIZES):
    losses, weights = steps(reference, seed, sizes)
    return [float(loss) for loss in losses], weights


def check_weights(student, hidden_seed):
    """After several steps, every weight is where plain forward, backward and update put it.

    若干步之后，每个权重都与标准的前向、反向、更新所得到的相同。
    """
    _, weights = assert_parts(student.scenario.steps(hidden_seed, SIZES), "results", "weights")
    assert_close(by_name(weights), by_name(expected(hidden_seed)[1]))


def check_stale_gradients(student, hidden_seed):
    """Gradients stored before the step have no influence on it.

    这一步之前留下的梯度对它没有影响。
    """
    for stored in (1e3, -2.0):
        weights = student.scenario.step_after(hidden_seed, stored)
        assert_close(by_name(weights), by_name(step_after(reference, hidden_seed, stored)))


def check_loss_value(student, hidden_seed):
    """The result is the loss from which this update was computed.

    返回值就是本次更新所依据的损失。
    """
    for size in SIZES:
        results, _ = steps_of(student, hidden_seed, (size,))
        assert_numbers(results[0], expected(hidden_seed, (size,))[0][0], rtol=1e-4)


def steps_of(student, seed, sizes):
    """Return results and weights after a step for each size, once the results are losses."""
    out = student.scenario.steps(seed, sizes)
    results, weights = assert_parts(out, "results", "weights")
    assert_losses(results, len(sizes))
    return results, weights


@few(5, seed=SEEDS, sizes=SOME)
def check_result_is_a_tensor(student, seed, sizes):
    """The result is a float32 tensor without dimensions; it was not read as a number.

    结果是 0 维的 float32 张量，没有被读成数字。
    """
    results, _ = steps_of(student, seed, sizes)
    for result in results:
        assert_tensor(result, shape=(), dtype=torch.float32)


@few(5, seed=SEEDS, sizes=SOME)
def check_graph_released(student, seed, sizes):
    """The result does not hold on to the graph.

    结果不再牵着计算图。
    """
    results, _ = steps_of(student, seed, sizes)
    for result in results:
        held = isinstance(result, torch.Tensor) and result.requires_grad
        expect(not held, "the returned loss still holds its graph", "返回的损失仍然牵着计算图")


@few(5, seed=SEEDS, modes=several(st.booleans(), 6))
def check_modes_kept(student, seed, modes):
    """During the step and after it, every part of the model is in the mode the caller chose.

    在这一步之中和之后，模型的每一部分都处于调用者选定的模式。
    """
    frozen_norm = [True, True, False, True, True, True]
    for wanted in (frozen_norm, [False] * 6, list(modes)):
        out = student.scenario.modes(seed, wanted)
        during, after = assert_parts(out, "during", "after")
        expect(type(during) is list and during, "the model was not called", "没有调用模型")
        assert_modes(during[0], wanted, LAYERS, "the forward pass")
        assert_modes(after, wanted, LAYERS)


def check_other_parameters(student, hidden_seed):
    """Parameters on which the loss does not depend, and frozen ones, stay as they are.

    与损失无关的参数以及被冻结的参数都保持原样。
    """
    out = student.scenario.other_parameters(hidden_seed)
    results, before, after = assert_parts(out, "results", "before", "after")
    assert_losses(results, 2)
    *_, weight, bias = by_name(before, OTHERS).values()
    assert_equal([weight, bias], drivers.copies(TwoHeads(hidden_seed).body[0]))
    assert_equal(by_name(after, OTHERS), by_name(before, OTHERS))


@few(5, seed=SEEDS, sizes=SOME)
def check_one_forward_pass(student, seed, sizes):
    """In each step the model and the loss function are called once.

    每一步中，模型和损失函数各调用一次。
    """
    counts = student.scenario.calls(seed, sizes)
    assert_equal(counts, {"model": len(sizes), "loss_fn": len(sizes)})


@few(5, seed=SEEDS, sizes=SOME)
def check_batch_untouched(student, seed, sizes):
    """The batch is the same after the step.

    这一步之后，批次的数据没有变化。
    """
    out = student.scenario.batches_after(seed, sizes)
    results, after = assert_parts(out, "results", "batches")
    assert_losses(results, len(sizes))
    assert_unchanged(after, data(seed, sizes), "x or y")


@few(5, seed=SEEDS, number=st.integers(0, 3))
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
        assert_numbers(out, wanted.item(), rtol=1e-4)

    budget.verify = same_loss
    budget.compare("scenario.loss_of_deep", lambda rng: (int(rng.integers(1 << 30)), 80))


def check_on_cuda(student, device, hidden_seed):
    """On a GPU one step gives the weights of the CPU, and the loss stays on the GPU.

    在 GPU 上走一步，得到的权重与 CPU 上相同，损失留在 GPU 上。
    """
    out = student.scenario.steps(hidden_seed, (8,), device)
    results, weights = assert_parts(out, "results", "weights")
    assert_close(by_name(weights), by_name(expected(hidden_seed, (8,))[1]), rtol=1e-3, atol=1e-4)
    stays = not isinstance(results[0], torch.Tensor)  # a tensor of the GPU arrives as OnDevice
    expect(stays, "the loss was moved to the CPU", "损失被搬到了 CPU")
