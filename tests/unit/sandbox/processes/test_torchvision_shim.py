"""`ensure_torchvision` in fresh interpreters: torchvision may be imported only once in each."""

import subprocess
import sys

import pytest

from tests.machine import HANG_SECONDS

pytestmark = pytest.mark.slow

# Stand in for the two kinds of installation, whichever is really here.
LIBRARY_DOES_NOT_LOAD = """
import torch

def refuse(path):
    raise OSError("libcudart.so: cannot open shared object file")

torch.ops.load_library = refuse
"""
LIBRARY_LOADS = """
import torch

kept = []

def load(path):
    if not kept:
        kept.append(torch.library.Library("torchvision", "DEF"))
        kept[0].define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")

torch.ops.load_library = load
"""
USE_TRANSFORMS = """
import gc
import torch
gc.collect()
from torchvision.transforms import v2
picture = torch.full((1, 2, 2), 255, dtype=torch.uint8)
print(v2.ToDtype(torch.float32, scale=True)(picture).sum().item())
"""


def run(*parts: str) -> str:
    command = [sys.executable, "-c", "\n".join(parts)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=HANG_SECONDS)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_without_help_the_import_fails_where_the_library_does_not_load():
    with pytest.raises(AssertionError, match="torchvision::nms does not exist"):
        run(LIBRARY_DOES_NOT_LOAD, USE_TRANSFORMS)


def test_the_import_works_where_the_library_does_not_load():
    out = run(
        LIBRARY_DOES_NOT_LOAD,
        "from autograder.sandbox.processes import torchvision_shim as vision",
        "vision.ensure_torchvision(); vision.ensure_torchvision()",
        USE_TRANSFORMS,
        "print(len(vision._declared), vision.has_operators(), 'Lasting cure' in vision.explain())",
    )
    assert out.split() == ["4.0", "1", "False", "True"]


def test_it_works_after_an_import_that_failed():
    out = run(
        LIBRARY_DOES_NOT_LOAD,
        "try:\n    import torchvision\nexcept RuntimeError:\n    pass",
        "from autograder.vision import ensure_torchvision",
        "ensure_torchvision()",
        USE_TRANSFORMS,
    )
    assert out.split() == ["4.0"]


def test_it_does_nothing_where_the_library_loads():
    out = run(
        LIBRARY_LOADS,
        "from autograder.sandbox.processes import torchvision_shim as vision",
        "vision.ensure_torchvision(); vision.ensure_torchvision()",
        "print(len(vision._declared), vision.has_operators(), vision.explain())",
    )
    assert out.split()[:2] == ["0", "True"]
    assert "with its own operators" in out


def test_the_import_works_as_installed_here():
    out = run(
        "from autograder.vision import ensure_torchvision",
        "ensure_torchvision()",
        USE_TRANSFORMS,
    )
    assert out.split() == ["4.0"]


def test_it_does_nothing_where_torchvision_is_absent():
    out = run(
        "import sys; sys.modules['torchvision'] = None",
        "import importlib.util",
        "importlib.util.find_spec = lambda name, package=None: None",
        "from autograder.sandbox.processes import torchvision_shim as vision",
        "vision.ensure_torchvision()",
        "print(len(vision._declared), vision.explain())",
    )
    assert out.startswith("0 torchvision is not installed")
