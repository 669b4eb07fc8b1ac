"""One attack: a folder with a submission and what must come of it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "attacks"
KINDS = ("escape", "forge", "timing")


@dataclass(frozen=True)
class Attack:
    """A submission that cheats, and what must come of it.

    Attributes:
        does: What it tries, in one sentence.
        threat: Lines of the threat catalogue in ``docs/security.md`` it stands for.
        kind: ``escape``: ``attack(world)`` is called and tries to get out of its process.
            ``forge``: its wrong ``double`` is graded and tries to get points.
            ``timing``: its slow ``smooth`` is graded and tries to pass the budget.
        success: What an escape achieves: ``secret`` (the answer contains the decoy's secret),
            ``true`` (the answer is True) or an effect that `world.World.touched` names.
        outcome: Beginnings of what may come back instead, see `run.in_words`; for graded attacks
            ``check VERDICT``.
        score: Points a graded attack ends with.
        control: ``unconfined``, a style of `ordinary` grading, or ``""``.
        no_control: Why there is no control.
        profile: Sandbox profile of the process.
        open_below: The attack succeeds at levels below this one, as documented.
    """

    name: str
    source: str
    does: str
    threat: tuple[str, ...]
    kind: str
    success: str = ""
    outcome: tuple[str, ...] = ()
    score: float = 0.0
    control: str = ""
    no_control: str = ""
    profile: str = "pure"
    open_below: str = ""


def load(folder: Path) -> Attack:
    """Read one attack's folder."""
    with (folder / "expect.toml").open("rb") as file:
        data = tomllib.load(file)
    for key in ("threat", "outcome"):
        if isinstance(data.get(key), str):
            data[key] = [data[key]]
        data[key] = tuple(data.get(key, ()))
    attack = Attack(folder.name, (folder / "submission.py").read_text(encoding="utf-8"), **data)
    if attack.kind not in KINDS:
        raise ValueError(f"{folder.name}: kind must be one of {KINDS}")
    if bool(attack.control) == bool(attack.no_control):
        raise ValueError(f"{folder.name}: needs a control, or says in no_control why none exists")
    if not attack.outcome:
        raise ValueError(f"{folder.name}: needs an outcome")
    return attack


def load_all() -> list[Attack]:
    """Return every attack, by name."""
    return [load(path.parent) for path in sorted(FOLDER.glob("*/expect.toml"))]
