"""Stand-ins for packages that only show something: pictures, progress, widgets, logs.

Where a submission is graded nobody looks, and the real ones want a screen, a browser or files to
write; most are not even installed. An answer that draws its loss is judged by what it returns, in
the same way on every machine.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from typing import Any

PACKAGES = frozenset({
    "IPython", "altair", "bokeh", "fastprogress", "ipywidgets", "matplotlib", "matplotlib_inline",
    "mpl_toolkits", "plotly", "pylab", "seaborn", "tensorboard", "tensorboardX", "torchinfo",
    "torchsummary", "torchviz", "tqdm", "wandb",
})  # fmt: skip
MODULES = frozenset({"torch.utils.tensorboard"})
_PYPLOT = (
    "axis", "bar", "clf", "close", "colorbar", "figure", "grid", "hist", "imshow", "legend", "plot",
    "savefig", "scatter", "show", "subplot", "subplots", "title", "xlabel", "xlim", "ylabel",
    "ylim",
)  # fmt: skip


class Nothing:
    """Takes every call, attribute and item, and shows nothing."""

    def __init__(self, *_: Any, **__: Any):
        """Take anything."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _SHAPED.get(name) or Nothing()

    def __call__(self, *_: Any, **__: Any) -> Nothing:
        return Nothing()

    def __getitem__(self, _: Any) -> Nothing:
        return Nothing()

    def __setitem__(self, _: Any, __: Any) -> None:
        """Keep nothing."""

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __enter__(self) -> Nothing:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""

    def __mro_entries__(self, _: tuple[Any, ...]) -> tuple[type, ...]:
        return ()  # a class that derives from one is an ordinary class

    def __repr__(self) -> str:
        return "<nothing is shown where this is graded>"


class tqdm:
    """Iterates and counts as the progress bar does, and draws nothing."""

    def __init__(self, iterable: Any = None, *_: Any, total: float | None = None, **__: Any):
        self.iterable, self.total, self.n = iterable, total, 0

    def __iter__(self) -> Iterator[Any]:
        for item in self.iterable:
            yield item
            self.n += 1

    def __len__(self) -> int:
        return int(self.total or 0) if self.iterable is None else len(self.iterable)

    def __bool__(self) -> bool:
        return True

    def __enter__(self) -> tqdm:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""

    def update(self, n: float = 1) -> None:
        """Count."""
        self.n += int(n)

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("__") or name in ("iterable", "total", "n"):
            raise AttributeError(name)
        return _quiet

    @classmethod
    def write(cls, *_: Any, **__: Any) -> None:
        """Print nothing."""

    @classmethod
    def pandas(cls, *_: Any, **__: Any) -> None:
        """Let tables have `progress_apply`."""
        import pandas as pd

        for kind in (pd.DataFrame, pd.Series):
            # tqdm adds the method in the same way; no stub can know it.
            kind.progress_apply = kind.apply  # type: ignore[union-attr]


def trange(*bounds: int, **_: Any) -> tqdm:
    """Return a bar over a range."""
    return tqdm(range(*bounds))


def _quiet(*_: Any, **__: Any) -> None:
    """Show nothing."""


def _subplots(nrows: int = 1, ncols: int = 1, *_: Any, squeeze: bool = True, **__: Any) -> Any:
    """Return a figure and as many axes as were asked for, in the same array."""
    import numpy as np

    axes = np.empty((nrows, ncols), dtype=object)
    for place in np.ndindex(nrows, ncols):
        axes[place] = Nothing()
    if squeeze:
        axes = axes.squeeze()
    return Nothing(), axes.item() if squeeze and axes.size == 1 else axes


# What is taken apart by those who call it.
_SHAPED: dict[str, Callable[..., Any]] = {
    "subplots": _subplots,
    "plot": lambda *_, **__: [Nothing()],
    "hist": lambda *_, **__: (Nothing(), Nothing(), Nothing()),
    "pie": lambda *_, **__: (Nothing(), Nothing()),
    "get_legend_handles_labels": lambda *_, **__: ([], []),
}
_PROGRESS: dict[str, Any] = {
    "tqdm": tqdm, "trange": trange, "tqdm_notebook": tqdm, "tnrange": trange,
    "progress_bar": tqdm, "master_bar": tqdm, "tenumerate": enumerate, "tzip": zip, "tmap": map,
}  # fmt: skip


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers an import of one of these packages, or of anything in them."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return how to make the module, if it is one of ours."""
        if name.partition(".")[0] in PACKAGES or name in MODULES:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, _: importlib.machinery.ModuleSpec) -> None:
        """Leave it to Python."""

    def exec_module(self, module: types.ModuleType) -> None:
        """Give the module all names there are."""
        package = module.__name__.partition(".")[0]
        vars(module)["__version__"] = "99"  # newer than what anybody asks for
        if package in ("tqdm", "fastprogress"):
            # No other names: a loop over nothing would pass for one that ran.
            vars(module).update(_PROGRESS)
            return
        vars(module)["__getattr__"] = _attribute
        if package == "IPython":
            vars(module).update(display=_quiet, get_ipython=_shell)
        elif package in ("matplotlib", "pylab"):
            vars(module)["__all__"] = list(_PYPLOT)


def _attribute(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return _SHAPED.get(name) or Nothing()


def _shell() -> Any:
    return sys.modules["__main__"].__shell__
