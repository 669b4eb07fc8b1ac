"""Calls `fit` where more than its result is to be seen."""

import random

import numpy as np
import torch


def history_of(student, images, labels, epochs, seed):
    """Return the history alone."""
    return student.fit(images, labels, epochs, seed, torch.device("cpu"))[1]


def predictions(student, images, labels, groups):
    """Fit once, then predict each group of images; return a list of predictions."""
    predict, _ = student.fit(images, labels, 4, 0, torch.device("cpu"))
    return [predict(group) for group in groups]


def inputs_afterwards(student, images, labels, others):
    """Fit, then predict `others`; return all three as they are afterwards."""
    predict, _ = student.fit(images, labels, 2, 0, torch.device("cpu"))
    predict(others)
    return images, labels, others


def random_numbers_after(student, images, labels, seed):
    """Seed Python, NumPy and PyTorch, fit, and return the next random number of each.

    Without images there is no call of fit.
    """
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    if len(images):
        student.fit(images, labels, 2, 17, torch.device("cpu"))
    return random.random(), float(np.random.rand()), torch.rand(()).item()


def fit_on(student, images, labels, others, device):
    """Fit on a device; return the predictions for `others`."""
    predict, _ = student.fit(images, labels, 8, 0, torch.device(device))
    return predict(others)
