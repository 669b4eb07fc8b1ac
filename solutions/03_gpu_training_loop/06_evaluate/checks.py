from functools import cache

import torch

from autograder.checks import assert_close, assert_equal, expect

from . import reference
from .scenario import CLASSES, FEATURES, classifier, in_train_mode, results

MODULES = 6
FROZEN_NORM = [True, True, False, True, True, True]


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


@cache
def expected(seed, *counts):
    return results(reference, seed, batches_of(seed, *counts))


def same(out, wanted, *keys, rtol=1e-4):
    """Compare these entries; what else is in the dict is not looked at."""
    expect(isinstance(out, dict), "the result is not a dict", "结果不是 dict")
    for key in keys:
        expect(key in out, f"the result has no key {key!r}", f"结果中没有键 {key!r}")
        assert_close({key: out[key]}, {key: wanted[key]}, rtol=rtol, equal_nan=True)


def check_loss(student, hidden_seed):
    """The loss is the mean over samples, also when batches have different sizes.

    损失是对样本求的平均,各批大小不同时也是如此。
    """
    for seed, sizes in ((hidden_seed, (5, 2, 1)), (hidden_seed + 1, (1, 7))):
        counts = tuple((size, 0) for size in sizes)
        out = student.scenario.results(seed, batches_of(seed, *counts))
        same(out, expected(seed, *counts), "loss")


def check_accuracy(student):
    """The accuracy is the fraction of samples whose largest logit is at the label.

    准确率是最大 logit 恰好位于标签处的样本所占的比例。
    """
    counts = ((5, 0), (2, 0), (1, 0))
    for seed, right in zip(range(3), (5, 2, 6), strict=True):
        batches = [(images, answers(seed, images)) for images, _ in batches_of(seed, *counts)]
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


def check_nothing_labelled(student):
    """Where no sample has a label, loss and accuracy are NaN and n is 0.

    一个有标签的样本也没有时,loss 和 acc 为 NaN,n 为 0。
    """
    nothing = {"loss": float("nan"), "acc": float("nan"), "n": 0}
    for counts in ((), ((0, 3), (0, 2))):
        out = student.scenario.results(3, batches_of(3, *counts))
        same(out, nothing, "loss", "acc", "n")


def check_eval_mode(student, hidden_seed):
    """The model is used as for prediction, and its buffers stay as they are.

    模型按预测时的方式运行,它的缓冲区保持原样。
    """
    batches = batches_of(hidden_seed, (6, 0), (6, 0))
    out = student.scenario.in_train_mode(hidden_seed, batches)
    wanted, buffers = in_train_mode(reference, hidden_seed, batches)
    expect(type(out) is tuple and len(out) == 2, "no result", "没有结果")
    assert_close(out[1], buffers)
    same(out[0], wanted, "loss")


def check_mode_restored(student):
    """Afterwards every part of the model is in the mode in which it was before.

    调用之后,模型的每一部分都回到之前的模式。
    """
    for modes in ([True] * MODULES, [False] * MODULES, FROZEN_NORM):
        after = student.scenario.modes_after(modes, batches_of(4, (3, 0), (3, 0)))
        assert_equal(after, modes)


def check_grad_mode(student):
    """No graph is built, and afterwards gradients are enabled or disabled as before.

    不建立计算图;调用之后,梯度的启用状态与之前相同。
    """
    for enabled in (True, False):
        out = student.scenario.grad_modes(enabled, batches_of(5, (3, 0), (3, 0)))
        expect(type(out) is tuple and len(out) == 2, "no result", "没有结果")
        seen, after = out
        expect(type(seen) is list and len(seen) > 0, "the model was not called", "没有调用模型")
        expect(not any(seen), "a forward pass ran with gradients enabled",
               "有一次前向计算启用了梯度")  # fmt: skip
        expect(after is enabled, f"gradients enabled: {enabled} before the call, {after} after it",
               f"是否启用梯度:调用前 {enabled},调用后 {after}")  # fmt: skip


def check_after_exception(student):
    """An exception in the model reaches the caller, and all modes are as before.

    模型中出现的异常会传给调用者,各种模式与之前相同。
    """
    out = student.scenario.after_interruption(batches_of(6, (3, 0), (3, 0), (3, 0)))
    assert_equal(out, (True, [True] * MODULES, True))


def check_images_moved(student):
    """The model receives images that are on the device.

    模型收到的图片已在指定的设备上。
    """
    out = student.scenario.where_images_go(batches_of(7, (3, 0)))
    expect(type(out) is tuple and len(out) == 2, "no result", "没有结果")
    seen, needs_a_value = out
    # Labels that were moved have no values there, and an answer may look at them first.
    if seen or not needs_a_value:
        assert_equal(seen, ["meta"])


def check_cpu_budget(student, budget):
    """A batch is evaluated as a batch.

    一批数据要整批计算。
    """

    def evaluation(rng):
        seed = int(rng.integers(1 << 30))
        return seed, batches_of(seed, *[(48, 0)] * 6)

    budget.compare("scenario.loss_of", evaluation)


def check_on_cuda(student, device):
    """On a GPU the loss is the same as on the CPU, although the batches come from the CPU.

    批次来自 CPU,而在 GPU 上得到的损失与 CPU 上相同。
    """
    counts = ((8, 0), (8, 0))
    out = student.scenario.results(8, batches_of(8, *counts), device)
    same(out, expected(8, *counts), "loss", rtol=1e-3)
