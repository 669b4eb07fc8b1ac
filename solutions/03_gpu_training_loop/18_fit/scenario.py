"""Calls `fit` where more than its result is to be seen."""

import random

import numpy as np
import torch


def history_of(student, images, labels, epochs, seed):
    """`fit` on images ({images}) with epochs={epochs} and seed={seed}

    调用 `fit`(图片:{images};epochs={epochs};seed={seed})
    """
    return student.fit(images, labels, epochs, seed, torch.device("cpu"))[1]


def predictions(student, images, labels, groups):
    """`fit` for 4 epochs, then `predict` of several groups of images

    先用 `fit` 训练 4 轮,再对若干组图片调用 `predict`
    """
    predict, _ = student.fit(images, labels, 4, 0, torch.device("cpu"))
    return [predict(group) for group in groups]


def inputs_afterwards(student, images, labels, others):
    """a look at the images and labels after `fit` for 2 epochs and one `predict`

    用 `fit` 训练 2 轮并调用一次 `predict` 之后,再看图片和标签
    """
    predict, _ = student.fit(images, labels, 2, 0, torch.device("cpu"))
    predict(others)
    return images, labels, others


def random_numbers_after(student, images, labels, seed):
    """`random`, `numpy.random` and `torch` seeded, then `fit` for 2 epochs, then the next random
    number of each

    先为 `random`、`numpy.random` 和 `torch` 设种子,再用 `fit` 训练 2 轮,然后各取下一个随机数
    """
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    if len(images):
        student.fit(images, labels, 2, 17, torch.device("cpu"))
    return random.random(), float(np.random.rand()), torch.rand(()).item()


def fit_on(student, images, labels, others, device):
    """`fit` for 8 epochs on {device} (images: {images}), then `predict` of images that it has not
    seen

    在 {device} 上用 `fit` 训练 8 轮(图片:{images}),再对没见过的图片调用 `predict`
    """
    predict, _ = student.fit(images, labels, 8, 0, torch.device(device))
    return predict(others)
