"""Everything of the grader's own process that a check or a submission might change for others."""

import contextlib
import gc
import os
import random
import signal
import sys
import threading
import warnings

import hypothesis
import numpy as np
import torch

from autograder.grading.fingerprints import fingerprint

# What a check must not do, and what of the state below it changes.
CARELESS = {
    "list": "SEEN.append(student.double(1))",
    "dtype": "torch.set_default_dtype(torch.float64)",
    "random numbers": "torch.rand(1); np.random.rand(); random.random()",
    "grad mode": "torch.set_grad_enabled(False)",
    "environment": "os.environ['CARELESS'] = '1'",
    "warning filters": "warnings.simplefilter('error', ResourceWarning)",
    "floating-point errors": "np.seterr(divide='raise')",
    "import path": "sys.path.append('/careless')",
    "open file": "SEEN.append(open(os.devnull))",
    "signal handler": "signal.signal(signal.SIGUSR1, signal.SIG_IGN)",
}


def state_of_the_grader(runner) -> dict:
    """Return everything of this process that a check or a submission might change for others."""
    modules = {item.module for item in runner._items.values()}
    return {
        "dtype": torch.get_default_dtype(),
        "device": torch.get_default_device(),
        "torch": torch.get_rng_state().tolist(),
        "numpy": repr(np.random.get_state()),
        "random": random.getstate(),
        "modes": (torch.is_grad_enabled(), torch.get_num_threads(),
                  torch.are_deterministic_algorithms_enabled()),
        "numbers": np.geterr(),
        "print": (np.get_printoptions(), repr(torch.tensor([0.123456]))),
        "filters": list(map(repr, warnings.filters)),
        "environment": {k: v for k, v in os.environ.items() if k != "PYTEST_CURRENT_TEST"},
        "path": (os.getcwd(), list(sys.path), len(sys.meta_path)),
        "hypothesis": repr(hypothesis.settings.default),
        "files": len(os.listdir("/proc/self/fd")),
        "threads": threading.active_count(),
        "signals": {n: str(signal.getsignal(n)) for n in signal.valid_signals()},
        "checks": {m.__name__: _globals_of(m) for m in modules},
    }  # fmt: skip


def _globals_of(module) -> dict:
    """Return the module's own data, by value; what `cache` keeps is compared by what it answers."""
    return {
        name: fingerprint([value]) if isinstance(value, torch.Tensor) else repr(value)
        for name, value in vars(module).items()
        if not name.startswith("__") and not callable(value) and type(value).__name__ != "module"
    }


def changed(before: dict, after: dict) -> set[str]:
    return {name for name in before if before[name] != after[name]}


@contextlib.contextmanager
def kept():
    """Undo what a careless check changes in this very process."""
    filters, path = list(warnings.filters), list(sys.path)
    handler, errors = signal.getsignal(signal.SIGUSR1), np.geterr()
    try:
        yield
    finally:
        torch.set_default_dtype(torch.float32)
        torch.set_grad_enabled(True)
        np.seterr(**errors)
        os.environ.pop("CARELESS", None)
        warnings.filters[:], sys.path[:] = filters, path
        signal.signal(signal.SIGUSR1, handler)
        gc.collect()
