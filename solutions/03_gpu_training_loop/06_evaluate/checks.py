import math
from functools import cache

import torch

from autograder.checks import (
    SEEDS,
    assert_close,
    assert_entry,
    assert_modes,
    assert_number,
    assert_parts,
    assert_type,
    expect,
    few,
    seeds_from,
    several,
    st,
)

from . import reference
from .scenario import CLASSES, FEATURES, classifier, in_train_mode, results, with_dropout_and_norm

LAYERS = ("Linear", "BatchNorm1d", "Dropout", "ReLU", "Linear")
MODULES = 6
FROZEN_NORM = [True, True, False, True, True, True]
# Sizes of some batches, large enough for batch normalisation.
SOME = several(st.integers(2, 6), 1, 3)


def batches_of(seed, *counts):
    """Return one batch for each (labelled, unlabelled), harder from batch to batch."""
    generator = torch.Generator().manual_seed(seed)
    batches = []
    for position, (labelled, unlabelled) in enumerate(counts):
        size = labelled + unlabelled
        images = torch.randn(size, FEATURES, generator=generator) * (1 + 2 * position)
        labels = torch.randint(CLASSES, (size,), generator=generator)
        labels[torch.randperm(size, generator=generator)[:unlabelled]] = -100
        batches.append((images, labels))
    return batches


def labelled(seed, sizes):
    return batches_of(seed, *[(size, 0) for size in sizes])


@cache
def expected(seed, *counts):
    return results(reference, seed, batches_of(seed, *counts))


def same(out, wanted, *keys, rtol=1e-4):
    """Compare these entries; what else is in the dict is not looked at."""
    for key in keys:
        found = {key: assert_entry(out, key)}
        assert_close(found, {key: wanted[key]}, rtol=rtol, equal_nan=True)


def measures(out, count):
    """Demand what `count` labelled samples may give, in numbers of any type: a loss and `count`."""
    loss, n = (assert_number(assert_entry(out, key)) for key in ("loss", "n"))
    expect(0 < loss < math.inf, "the loss is no positive number", "损失不是正数")
    expect(n == count, f"n is not {count}", f"n 不是 {count}")


def check_loss(student, hidden_seed):
    """The loss is the mean over samples, also when batches have different sizes.

    损失是对样本求的平均,各批大小不同时也是如此。
    """
    for seed, sizes in zip(seeds_from(hidden_seed, 2), ((5, 2, 1), (1, 7)), strict=True):
        counts = tuple((size, 0) for size in sizes)
        out = student.scenario.results(seed, batches_of(seed, *counts))
        same(out, expected(seed, *counts), "loss")


@few(6, seed=SEEDS, sizes=st.permutations((5, 2, 1)), right=st.integers(1, 7))
def check_accuracy(student, seed, sizes, right):
    """The accuracy is the fraction of samples whose largest logit is at the label.

    准确率是最大 logit 恰好位于标签处的样本所占的比例。
    """
    batches = [(images, answers(seed, images)) for images, _ in labelled(seed, sizes)]
    left = 8 - right
    for _, labels in batches:
        wrong = min(left, len(labels))
        labels[:wrong] = (labels[:wrong] + 1) % CLASSES
        left -= wrong
    out = student.scenario.results(seed, batches)
    same(out, {"acc": right / 8}, "acc")


def answers(seed, images):
    """Return the labels that the model of this seed gives."""
    with torch.no_grad():
        return torch.tensor([row.index(max(row)) for row in classifier(seed)(images).tolist()])


def check_unlabelled(student, hidden_seed):
    """Samples labelled -100 count nowhere, even where a whole batch has no label.

    标签为 -100 的样本处处都不计入,整批都没有标签时也一样。
    """
    for seed, counts in ((hidden_seed, ((4, 1), (4, 5))), (hidden_seed, ((3, 0), (0, 4), (3, 2)))):
        out = student.scenario.results(seed, batches_of(seed, *counts))
        same(out, expected(seed, *counts), "loss", "acc", "n")


@few(5, seed=SEEDS, sizes=SOME)
def check_nothing_labelled(student, seed, sizes):
    """Where no sample has a label, loss and accuracy are NaN and n is 0.

    一个有标签的样本也没有时,loss 和 acc 为 NaN,n 为 0。
    """
    nothing = {"loss": float("nan"), "acc": float("nan"), "n": 0}
    for counts in ((), [(0, size) for size in sizes]):
        out = student.scenario.results(seed, batches_of(seed, *counts))
        same(out, nothing, "loss", "acc", "n")
    measures(student.scenario.results(seed, labelled(seed, sizes)), sum(sizes))


def check_eval_mode(student, hidden_seed):
    """The model is used as for prediction, and its buffers stay as they are.

    模型按预测时的方式运行,它的缓冲区保持原样。
    """
    batches = batches_of(hidden_seed, (6, 0), (6, 0))
    out = student.scenario.in_train_mode(hidden_seed, batches)
    wanted, buffers = in_train_mode(reference, hidden_seed, batches)
    result, buffers_after = assert_parts(out, "result", "buffers")
    names = [name for name, _ in with_dropout_and_norm(0).named_buffers()]
    parts = assert_parts(buffers_after, *names, kinds=(list,))
    assert_close(dict(zip(names, parts, strict=True)), dict(zip(names, buffers, strict=True)))
    same(result, wanted, "loss")


@few(5, seed=SEEDS, sizes=SOME, modes=several(st.booleans(), MODULES))
def check_mode_restored(student, seed, sizes, modes):
    """Afterwards every part of the model is in the mode in which it was before.

    调用之后,模型的每一部分都回到之前的模式。
    """
    for before in ([False] * MODULES, FROZEN_NORM, list(modes)):
        out = student.scenario.modes_after(seed, before, labelled(seed, sizes))
        result, after = assert_parts(out, "result", "modes")
        assert_modes(after, before, LAYERS)
        measures(result, sum(sizes))


@few(5, seed=SEEDS, sizes=SOME)
def check_grad_mode(student, seed, sizes):
    """No graph is built, and afterwards gradients are enabled or disabled as before.

    不建立计算图;调用之后,梯度的启用状态与之前相同。
    """
    for enabled in (True, False):
        out = student.scenario.grad_modes(seed, enabled, labelled(seed, sizes))
        seen, after = assert_parts(out, "during", "after")
        expect(assert_type(seen, list), "the model was not called", "没有调用模型")
        expect(not any(seen), "a forward pass ran with gradients enabled",
               "有一次前向计算启用了梯度")  # fmt: skip
        expect(after is enabled, f"gradients enabled: {enabled} before the call, {after} after it",
               f"是否启用梯度:调用前 {enabled},调用后 {after}")  # fmt: skip


@few(5, seed=SEEDS, number=st.integers(1, 4))
def check_after_exception(student, seed, number):
    """An exception in the model reaches the caller, and all modes are as before.

    模型中出现的异常会传给调用者,各种模式与之前相同。
    """
    batches = labelled(seed, (3,) * 4)
    out = student.scenario.after_interruption(seed, number, batches)
    passes, modes, enabled = assert_parts(out, "forward passes", "modes", "gradients enabled")
    expect(passes == number, "the exception in the model did not reach the caller",
           "模型中的异常没有传给调用者")  # fmt: skip
    assert_modes(modes, [True] * MODULES, LAYERS)
    expect(
        enabled is True,
        "gradients are disabled after the exception",
        "异常之后，梯度仍处于禁用状态",
    )


@few(5, seed=SEEDS, sizes=SOME)
def check_images_moved(student, seed, sizes):
    """The model receives images that are on the device.

    模型收到的图片已在指定的设备上。
    """
    batches = labelled(seed, sizes)
    out = student.scenario.where_images_go(batches)
    seen, needs_a_value = assert_parts(out, "seen", "error")
    # Labels that were moved have no values there, and an answer may look at them first.
    if seen or not needs_a_value:
        expect(
            seen == ["meta"],
            f"the images are on {', '.join(map(str, seen)) or 'no device'}, not on the device meta",
            f"图片在 {', '.join(map(str, seen))} 上，而不在设备 meta 上",
        )
    measures(student.scenario.results(seed, batches), sum(sizes))


def check_cpu_budget(student, budget):
    """A batch is evaluated as a batch.

    一批数据要整批计算。
    """

    def evaluation(rng):
        seed = int(rng.integers(1 << 30))
        return seed, batches_of(seed, *[(160, 0)] * 4)

    budget.compare("scenario.loss_of", evaluation)


def check_on_cuda(student, device, hidden_seed):
    """On a GPU the loss is the same as on the CPU, although the batches come from the CPU.

    批次来自 CPU,而在 GPU 上得到的损失与 CPU 上相同。
    """
    counts = ((8, 0), (8, 0))
    out = student.scenario.results(hidden_seed, batches_of(hidden_seed, *counts), device)
    same(out, expected(hidden_seed, *counts), "loss", rtol=1e-3)
