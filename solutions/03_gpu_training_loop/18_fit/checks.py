from functools import cache

import torch

from autograder.checks import (
    assert_equal,
    assert_number,
    assert_parts,
    assert_tensor,
    assert_type,
    assert_unchanged,
    assert_varied,
    expect,
    seeds_from,
)

from . import reference
from .scenario import random_numbers_after

TRAIN, FLOOR = 1200, 0.90


@cache
def digits():
    from sklearn.datasets import load_digits

    data = load_digits()
    return torch.from_numpy(data.images).to(torch.uint8), torch.from_numpy(data.target).long()


def split(seed, train=TRAIN):
    """Return training images and labels, test images and labels."""
    images, labels = digits()
    order = torch.randperm(len(images), generator=torch.Generator().manual_seed(seed))
    first, rest = order[:train], order[TRAIN:]
    return images[first], labels[first], images[rest], labels[rest]


def few(seed):
    """Return 300 training images and their labels."""
    return split(seed, 300)[:2]


def training_seed(hidden_seed):
    """Return a seed such as people choose; not the one with which the images were drawn."""
    return hidden_seed % 1000


def hits(predicted, labels):
    """Return the accuracy; whatever integer type the predictions have."""
    predicted = assert_tensor(predicted, shape=tuple(labels.shape))
    return (predicted == labels).double().mean().item()


def learns(student, hidden_seed):
    """Demand answers that depend on what was learned from: digits below 5, or the others."""
    images, labels, others, _ = split(hidden_seed, 160)
    groups, answers = [others[:60]], []
    for chosen in (labels < 5, labels >= 5):
        out = student.scenario.predictions(images[chosen], labels[chosen], groups)
        (predicted,) = assert_parts(out, "predictions", kinds=(list,))
        answers.append(assert_tensor(predicted, shape=(60,)).tolist())
    assert_varied(*answers)


def check_accuracy(student, hidden_seed):
    """After eight epochs at least 90 % of unseen digits are recognised.

    训练八轮之后,没见过的数字至少认对 90 %。
    """
    for seed in seeds_from(hidden_seed, 3):
        images, labels, others, truth = split(seed)
        rate = hits(student.scenario.fit_on(images, labels, others, "cpu"), truth)
        expect(rate >= FLOOR, f"only {rate:.1%} of the unseen images are recognised",
               f"没见过的图片只认对了 {rate:.1%}")  # fmt: skip


def check_shuffled_labels(student, hidden_seed):
    """Where the labels have nothing to do with the images, nothing can be learned from them.

    标签与图片毫无关系时,什么也学不到。
    """
    images, labels, others, truth = split(hidden_seed)
    order = torch.randperm(len(labels), generator=torch.Generator().manual_seed(hidden_seed))
    rate = hits(student.scenario.fit_on(images, labels[order], others, "cpu"), truth)
    expect(rate < 0.3, f"{rate:.1%} are recognised although the labels were shuffled",
           f"标签已打乱,却仍认对了 {rate:.1%}")  # fmt: skip
    learns(student, hidden_seed)


def check_history(student, hidden_seed):
    """The history has one float for each epoch, and the loss falls.

    history 中每轮有一个 float,并且损失在下降。
    """
    seed, starts = training_seed(hidden_seed), []
    for epochs in (1, 6):
        history = student.scenario.history_of(*few(hidden_seed + epochs), epochs, seed)
        for loss in assert_type(history, list):
            assert_type(loss, float)
        expect(len(history) == epochs, f"{len(history)} losses for {epochs} epochs",
               f"{epochs} 轮训练却有 {len(history)} 个损失")  # fmt: skip
        starts.append(history[0])
    assert_varied(*starts)
    expect(history[-1] < 0.85 * history[0],
           f"the loss starts at {history[0]:.3g} and ends at {history[-1]:.3g}",
           f"损失从 {history[0]:.3g} 开始,到 {history[-1]:.3g} 结束")  # fmt: skip


def check_mean_loss(student, hidden_seed):
    """The loss of an epoch is a mean over samples: three times the data is not three times as much.

    一轮的损失是对样本的平均:数据多三倍,损失并不会变成三倍。
    """
    # Batches of 64 come out even: a small last one would have a loss of its own.
    images, labels = split(hidden_seed, 320)[:2]
    seed = training_seed(hidden_seed)
    thrice = images.repeat(3, 1, 1), labels.repeat(3)
    once = student.scenario.history_of(images, labels, 1, seed)
    more = student.scenario.history_of(*thrice, 1, seed)
    numbers = [assert_number(loss[-1]) if loss else 0.0 for loss in (once, more)]
    assert_varied(*numbers)
    expect(numbers[1] < 1.2 * numbers[0],
           f"{numbers[0]:.3g} with the data once, {numbers[1]:.3g} with the data three times",
           f"用一份数据为 {numbers[0]:.3g},用三份为 {numbers[1]:.3g}")  # fmt: skip


def check_seed(student, hidden_seed):
    """The same seed gives the same history, another seed another one.

    种子相同,history 就相同;种子不同,history 也不同。
    """
    seed, images_and_labels = training_seed(hidden_seed), few(hidden_seed)
    first, again, other = (
        student.scenario.history_of(*images_and_labels, 2, each) for each in (seed, seed, seed + 1)
    )
    assert_equal(again, first)
    assert_varied(first, other)


def check_global_random_numbers(student, hidden_seed):
    """The program's own random numbers go on as if nothing had been called.

    程序自己的随机数序列不受影响,就像没有调用过一样。
    """
    images, labels = few(hidden_seed)
    seed = hidden_seed % (1 << 32)
    wanted = random_numbers_after(reference, images[:0], labels[:0], seed)
    assert_equal(student.scenario.random_numbers_after(images, labels, seed), wanted)
    learns(student, hidden_seed)


def check_inputs_untouched(student, hidden_seed):
    """The images and labels that are handed in stay as they are.

    传入的图片和标签保持不变。
    """
    images, labels, others, _ = split(hidden_seed, 300)
    names = ("images", "labels", "images of predict")
    after = assert_parts(student.scenario.inputs_afterwards(images, labels, others), *names)
    for now, before, name in zip(after, (images, labels, others), names, strict=True):
        assert_unchanged(now, before, name)
    learns(student, hidden_seed)


def check_one_and_none(student, hidden_seed):
    """One image or none gives int64 labels of shape (1,) or (0,).

    一张图片或零张图片,得到形状为 (1,) 或 (0,) 的 int64 标签。
    """
    images, labels, others, _ = split(hidden_seed, 300)
    out = student.scenario.predictions(images, labels, [others[:1], others[:0]])
    assert_parts(out, "of one", "of none", kinds=(list,))
    for predicted, count in zip(out, (1, 0), strict=True):
        assert_tensor(predicted, shape=(count,), dtype=torch.int64)
    learns(student, hidden_seed)


def check_image_alone(student, hidden_seed):
    """What an image shows does not depend on the images beside it, nor on the call.

    一张图片是什么数字,与旁边的图片无关,也不因调用而变。
    """
    images, labels, others, _ = split(hidden_seed, 300)
    groups = [others, others, *others[:60].split(3)]
    out = student.scenario.predictions(images, labels, groups)
    assert_parts(out, *map(str, range(len(groups))), kinds=(list,))
    out = [assert_tensor(p, shape=(len(g),)) for p, g in zip(out, groups, strict=True)]
    again, alone = (out[1] != out[0]).sum(), (torch.cat(out[2:]) != out[0][:60]).sum()
    expect(again == 0, f"{again} of {len(others)} predictions differ in a second call",
           f"第二次调用时,{len(others)} 个预测中有 {again} 个不同")  # fmt: skip
    expect(alone <= 1, f"{alone} of 60 predictions differ when three images are given at a time",
           f"每次只给三张图片时,60 个预测中有 {alone} 个不同")  # fmt: skip
    learns(student, hidden_seed)


def check_on_cuda(student, device, hidden_seed):
    """On a GPU unseen digits are recognised too, and the predictions come back to the CPU.

    在 GPU 上同样能认出没见过的数字,预测结果回到 CPU。
    """
    images, labels, others, truth = split(hidden_seed)
    predicted = student.scenario.fit_on(images, labels, others, device)
    rate = hits(predicted, truth)
    expect(rate >= FLOOR, f"only {rate:.1%} of the unseen images are recognised",
           f"没见过的图片只认对了 {rate:.1%}")  # fmt: skip
