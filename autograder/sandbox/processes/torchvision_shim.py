"""Makes ``import torchvision`` work beside a torch that its operators were not built for.

A common mismatch: a CPU build of torch with the default wheel of torchvision, whose compiled
library asks for CUDA. Then ``import torchvision`` stops at "operator torchvision::nms does not
exist". Declaring the two operators it describes at import is enough for transforms, datasets,
models and utils; only the box operators themselves (nms, roi_align, ...) stay unavailable.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import torch

SCHEMAS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)
# A library object takes its declarations away with it when it is collected.
_declared: list[torch.library.Library] = []


def ensure_torchvision() -> None:
    """Declare torchvision's operators if the real ones do not load; call it before the import.

    Does nothing where torchvision works or is absent, and nothing the second time.
    """
    if _declared or has_operators() or not _installed():
        return
    library = torch.library.Library("torchvision", "DEF")
    for schema in SCHEMAS:
        library.define(schema)
    _declared.append(library)


def has_operators() -> bool:
    """Return whether torchvision's own compiled operators are there."""
    if _declared:
        return False
    for path in _compiled_libraries():
        try:
            torch.ops.load_library(str(path))
        except OSError:
            continue
    return hasattr(torch.ops.torchvision, "nms")


def explain() -> str:
    """Return one paragraph for ``autograder doctor``: what is installed, and the cure if any."""
    if not _installed():
        return "torchvision is not installed. Cure: pip install torchvision"
    if has_operators():
        return "torchvision works, with its own operators."
    build = f"for CUDA {torch.version.cuda}" if torch.version.cuda else "for the CPU"
    return (
        f"torchvision's compiled operators do not load beside this torch ({torch.__version__}, "
        f"built {build}). The exercises work all the same: the autograder declares the two "
        "operators that the import asks for, and no exercise uses them. In code of your own, call "
        "`from autograder.vision import ensure_torchvision; ensure_torchvision()` before importing "
        "torchvision. Lasting cure: install torch and torchvision together from one index, as "
        "`pip install torch torchvision --index-url https://download.pytorch.org/whl/cpu`."
    )


def _installed() -> bool:
    return importlib.util.find_spec("torchvision") is not None


def _compiled_libraries() -> list[Path]:
    spec = importlib.util.find_spec("torchvision")
    folders = spec.submodule_search_locations if spec else None
    found = []
    for folder in folders or ():
        for pattern in ("_C*.so", "_C*.pyd", "_C*.dylib"):
            found += sorted(Path(folder).glob(pattern))
    return found
