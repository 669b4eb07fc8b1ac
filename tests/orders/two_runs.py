"""``python -m tests.orders.two_runs BEFORE AFTER``: what differs in the results of two runs.

For changes that must change no grade: grade the same class before and after with one ``--seed``,
and compare both ``results`` folders. What was measured (costs, budget figures) is left out. The
exit code is 1 if anything differs.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from autograder.runs.reload import reload
from tests.orders.compare import NUMBER, differences, reports_of

# A page's budget pictures are made of measured numbers; its footer names what judged it.
MEASURED = re.compile(
    r"<footer>.*?</footer>|<svg.*?</svg>|<div style=\"font-size:.9em;opacity:.8\">.*?</div>",
    re.DOTALL,
)


def main(before: Path, after: Path) -> int:
    """Print every difference; return how many there are."""
    old, new = (reports_of(reload(folder).grades) for folder in (before, after))
    found = [str(each) for each in differences(old, new)]
    found += [f"{key}: {name}" for key, name in _summaries(before, after)]
    found += _pages(before, after)
    print("\n".join(found) or "no difference")
    return len(found)


def _summaries(before: Path, after: Path) -> list[tuple[tuple[str, str], str]]:
    old, new = ({(g.student, g.assignment): g for g in reload(p).grades} for p in (before, after))
    names = ("score", "points", "penalty", "timestamp", "warnings", "problem")
    missing = [(key, "is in one run only") for key in old.keys() ^ new.keys()]
    return missing + [
        (key, name)
        for key in old.keys() & new.keys()
        for name in names
        if getattr(old[key], name) != getattr(new[key], name)
    ]


def _pages(before: Path, after: Path) -> list[str]:
    old, new = (
        {
            page.relative_to(folder).as_posix(): page
            for page in (folder / "feedback").rglob("*.html")
        }
        for folder in (before, after)
    )
    alone = [f"{name}: only one run has this page" for name in sorted(old.keys() ^ new.keys())]
    return alone + [
        f"{name}: the pages differ"
        for name in sorted(old.keys() & new.keys())
        if _settled(old[name]) != _settled(new[name])
    ]


def _settled(page: Path) -> str:
    return NUMBER.sub("*", MEASURED.sub("", page.read_text(encoding="utf-8")))


if __name__ == "__main__":
    sys.exit(bool(main(*map(Path, sys.argv[1:]))))
