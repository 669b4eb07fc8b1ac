"""Where a submission, the reference and the limit stand: a line of text or a drawing. Pure.

It shows multiples of the reference, never seconds and never other students.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

from autograder.model import BudgetState, Measure, MeasureKind, Text

WIDTH = 40
# Everything is drawn on a scale of multiples; beyond its end stands an arrow.
LEAST, BEYOND = 0.5, 4.0
TITLES = {
    MeasureKind.TIME: Text("computing time", "计算时间"),
    MeasureKind.MEMORY: Text("peak memory", "内存峰值"),
    MeasureKind.GROWTH: Text("growth with the size of the input", "随输入规模的增长"),
}
WORDS = {
    "you": Text("you", "你"),
    "reference": Text("reference", "参考答案"),
    "limit": Text("limit", "上限"),
    "times": Text("{number} times the reference", "参考答案的 {number} 倍"),
    "exponent": Text("exponent {number} above the reference's", "指数比参考答案高 {number}"),
    "unclear": Text("too close to the limit to tell: counts as passed", "过于接近上限,按通过计"),
    "advisory": Text("only an estimate on this machine", "在本机上仅供参考"),
}


@dataclass(frozen=True)
class Places:
    """Positions between 0 and 1; `you` is 1 for everything beyond the end of the scale."""

    reference: float
    limit: float
    you: float
    beyond: bool


def places(measure: Measure) -> Places:
    """Put a measure on its scale: logarithmic for multiples, straight for exponents."""
    if measure.kind == MeasureKind.GROWTH:
        low, high = -0.25, 4 * measure.limit
        reference, limit, you = 0.0, measure.limit, measure.seen
    else:
        low, high = math.log(LEAST), math.log(BEYOND * max(measure.limit, 1.0))
        seen = max(measure.seen, LEAST)
        reference, limit, you = 0.0, math.log(max(measure.limit, LEAST)), math.log(seen)

    def place(value: float) -> float:
        return min(max((value - low) / (high - low), 0.0), 1.0)

    return Places(place(reference), place(limit), place(you), you > high)


def sentence(measure: Measure, language: str) -> str:
    """Say the same in words."""
    kind = "exponent" if measure.kind == MeasureKind.GROWTH else "times"
    seen, limit = (
        WORDS[kind].in_(language).format(number=_number(value, measure.kind))
        for value in (measure.seen, measure.limit)
    )
    said = [f"{WORDS['you'].in_(language)}: {seen}", f"{WORDS['limit'].in_(language)}: {limit}"]
    if measure.state in (BudgetState.UNCLEAR, BudgetState.NOISY):
        said.append(WORDS["unclear"].in_(language))
    if measure.advisory:
        said.append(WORDS["advisory"].in_(language))
    return f"{TITLES[measure.kind].in_(language)} – {'; '.join(said)}"


def text(measure: Measure, language: str) -> str:
    """Return the picture as two lines: R is the reference, | the limit, o or > the submission."""
    found = places(measure)
    cells = ["-"] * (WIDTH + 1)
    cells[round(found.reference * WIDTH)] = "R"
    cells[round(found.limit * WIDTH)] = "|"
    cells[round(found.you * WIDTH)] = ">" if found.beyond else "o"
    return f"{sentence(measure, language)}\n[{''.join(cells)}]"


def html(measure: Measure, language: str) -> str:
    """Return the drawing with its sentence below."""
    words = escape(sentence(measure, language))
    return f'{svg(measure, language)}<div style="font-size:.9em;opacity:.8">{words}</div>'


def svg(measure: Measure, language: str) -> str:
    """Return the picture as inline SVG that reads on light and on dark pages."""
    found = places(measure)
    over = measure.seen > measure.limit
    colour = "#d9601a" if over else "#2a87c8"
    x = {name: 10 + 300 * getattr(found, name) for name in ("reference", "limit", "you")}
    mark = (
        f'<path d="M{x["you"] - 6:.0f} 14l12 6-12 6z" fill="{colour}"/>'
        if found.beyond
        else f'<circle cx="{x["you"]:.0f}" cy="20" r="6" fill="{colour}"/>'
    )
    label = escape(sentence(measure, language))
    names = "".join(
        f'<text x="{x[name]:.0f}" y="42" text-anchor="middle">{escape(WORDS[name].in_(language))}'
        "</text>"
        for name in ("reference", "limit")
    )
    return (
        f'<svg role="img" aria-label="{label}" viewBox="0 0 330 48" width="330" height="48" '
        'style="display:block;color:inherit;font:11px system-ui,sans-serif" fill="currentColor">'
        f'<path d="M10 20H310M{x["reference"]:.0f} 14v12" stroke="currentColor" opacity=".6"/>'
        f'<path d="M{x["limit"]:.0f} 8v24" stroke="currentColor" stroke-width="2"/>'
        f"{mark}{names}</svg>"
    )


def _number(value: float, kind: MeasureKind) -> str:
    if kind == MeasureKind.GROWTH:
        return f"{value + 0.0:.2f}"
    return f"{float(f'{max(value, 0.0):.2g}'):g}"
