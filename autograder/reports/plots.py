"""The class report's plots as inline SVG, drawn with Matplotlib (instructor's extra). Pure.

Text stays text, so the page's fonts draw it in any script, and takes the page's colour; shades are
one colour at different opacity. So a plot reads on light and on dark paper.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from autograder.reports.statistics import FAILED, CheckRow

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.typing import RcKeyType

ACCENT, ALARM = "#2a87c8", "#d9601a"
# No other part of a plot has this colour: it becomes the page's text colour.
_INK = "#010203"
_STYLE: dict[RcKeyType, object] = {
    "svg.fonttype": "none", "svg.hashsalt": "autograder", "font.size": 9, "text.color": _INK,
    "axes.edgecolor": _INK, "axes.labelcolor": _INK, "xtick.color": _INK, "ytick.color": _INK,
    "axes.spines.top": False, "axes.spines.right": False, "axes.linewidth": 0.6,
    "xtick.major.width": 0.6, "ytick.major.width": 0.6,
}  # fmt: skip
_KINDS = dict(zip(FAILED, ("wrong", "crashed", "budget", "limit", "forbidden"), strict=True))
PANELS_PER_ROW = 3


def score_distributions(percents: Sequence[tuple[str, Sequence[float]]]) -> str:
    """Return one histogram for each assignment; `percents` are final grades from 0 to 100."""
    columns = min(PANELS_PER_ROW, len(percents))
    rows = -(-len(percents) // columns)
    with _Figure(3.1 * columns + 0.4, 2.1 * rows) as figure:
        axes = figure.plot.subplots(rows, columns, squeeze=False, sharey=True).flatten()
        for axis in axes[len(percents) :]:
            axis.set_axis_off()
        for position, (axis, (title, values)) in enumerate(zip(axes, percents, strict=False)):
            axis.hist(values, bins=range(0, 101, 10), color=ACCENT, rwidth=0.9)
            axis.set_title(title, loc="left", fontsize=9, fontweight="bold")
            axis.set_xlim(0, 100)
            axis.set_xticks((0, 50, 100), ("0", "50", "100 %"))
            _few_whole_ticks(axis)
            if position % columns == 0:
                axis.set_ylabel("students")
            _mark(axis, _quantile(values, 0.5), "median {:.0f} %")
    return figure.svg


def failing_checks(rows: Sequence[CheckRow], most: int = 16) -> str:
    """Return a heat map of the most failed checks: who tried and failed, and in which way."""
    rows = [row for row in rows if row.failed][:most]
    if not rows:
        return ""
    kinds = ("failed", *_KINDS.values())
    with _Figure(7.0, 0.27 * len(rows) + 0.7) as figure:
        axis = figure.plot.subplots()
        for y, row in enumerate(rows):
            shares = [row.failed_share, *(row.counts[kind] / row.tried for kind in _KINDS)]
            for x, share in enumerate(shares):
                _cell(axis, (x + 0.25 * (x > 0), y), share, ALARM if x == 0 else ACCENT)
        axis.set_xlim(-0.5, len(kinds) - 0.25)
        axis.set_ylim(len(rows) - 0.5, -0.5)
        axis.set_xticks([x + 0.25 * (x > 0) for x in range(len(kinds))], kinds)
        axis.set_yticks(range(len(rows)), [row.label for row in rows])
        axis.xaxis.tick_top()
        axis.tick_params(length=0)
        axis.spines[:].set_visible(False)
    return figure.svg


def seconds_per_submission(seconds: Sequence[float]) -> str:
    """Return a histogram of how long judging a submission took."""
    if not seconds:
        return ""
    with _Figure(3.5, 2.1) as figure:
        axis = figure.plot.subplots()
        axis.hist(seconds, bins=24, range=(0, max(*seconds, 0.01)), color=ACCENT, rwidth=0.9)
        axis.set_title("seconds per submission", loc="left", fontsize=9, fontweight="bold")
        _few_whole_ticks(axis)
        axis.set_ylabel("submissions")
        _mark(axis, _quantile(seconds, 0.5), "median {:.2g} s")
    return figure.svg


class _Figure:
    """A Matplotlib figure that becomes `svg` when its block ends."""

    def __init__(self, width: float, height: float):
        self.size, self.svg = (width, height), ""

    def __enter__(self) -> _Figure:
        import matplotlib
        from matplotlib.figure import Figure  # no pyplot: no window, no global state

        self._style = matplotlib.rc_context(_STYLE)
        self._style.__enter__()
        self.plot = Figure(figsize=self.size, layout="constrained")
        return self

    def __exit__(self, *error: object) -> None:
        try:
            if error[0] is None:
                text = io.StringIO()
                self.plot.savefig(text, format="svg", transparent=True, metadata={"Date": None})
                self.svg = _inline(text.getvalue())
        finally:
            self._style.__exit__(None, None, None)


def _inline(svg: str) -> str:
    svg = svg[svg.index("<svg") :].replace(_INK, "currentColor")
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    return re.sub(r'(<svg[^>]*?) (?:width|height)="[^"]*"', r"\1", svg, count=2)


def _few_whole_ticks(axis: Axes) -> None:
    axis.locator_params(axis="y", integer=True, nbins=4)


def _cell(axis: Axes, place: tuple[float, int], share: float, colour: str) -> None:
    from matplotlib.patches import Rectangle

    x, y = place
    axis.add_patch(Rectangle((x - 0.47, y - 0.44), 0.94, 0.88, color=colour, linewidth=0,
                             alpha=0.05 + 0.65 * share))  # fmt: skip
    if share:
        axis.text(x, y, f"{100 * share:.0f}", ha="center", va="center", fontsize=8)


def _mark(axis: Axes, value: float, words: str) -> None:
    axis.axvline(value, color=ALARM, linewidth=1.2)
    axis.text(1.0, 1.05, words.format(value), transform=axis.transAxes, ha="right", fontsize=8)


def _quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
