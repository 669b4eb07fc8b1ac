"""Makes what students get of the budgets: public inputs, and what the reference needs for them.

Kept beside the witnesses, but public: `autograder build` hands it out. Inputs come from a seed of
their own, so they are none that is ever graded.
"""

from __future__ import annotations

import ast
import contextlib
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
import numpy as np
import torch

from autograder.course.catalog import practices_path
from autograder.course.drivers import without_sentences
from autograder.errors import AutograderError
from autograder.grading.check_runner import CheckRunner
from autograder.home.practice import (
    Practice,
    Practices,
    exponent,
    peak_bytes,
    target_of,
    yardsticks,
)
from autograder.measuring.budgets import SIZES
from autograder.model import CheckSpec, Exercise, MeasureKind
from autograder.sandbox import codec
from autograder.sandbox.processes.server import Server

# What is larger than this is not handed out.
MAX_BYTES = 128 << 10
PUBLIC_SEED = 1


@dataclass
class Recorder:
    """Stands for the ``budget`` fixture and keeps what a check asks of it.

    Attributes:
        found: Kind, function, limit's field, and how to make arguments of a size.
    """

    found: list[tuple[MeasureKind, str, str, Callable]] = field(default_factory=list)
    sizes: tuple[int, ...] = ()
    verify: Callable | None = None

    def compare(self, name: str, inputs: Callable) -> None:
        self.found.append((MeasureKind.TIME, name, "budget_ratio", lambda rng, size: inputs(rng)))

    def memory(self, name: str, inputs: Callable) -> None:
        self.found.append((MeasureKind.MEMORY, name, "memory_ratio", lambda rng, size: inputs(rng)))

    def scaling(self, name: str, inputs: Callable, *, sizes=SIZES, grows: Any = "") -> None:
        self.sizes = tuple(sizes)
        self.found.append((MeasureKind.GROWTH, name, "extra_growth", inputs))


def practices_of(runner: CheckRunner, exercise: Exercise) -> Practices | None:
    """Record the budgets of an exercise and measure its reference; None where there is none.

    The reference runs in this process, as an answer does on a student's machine.
    """
    torch.set_num_threads(1)
    server = Server()
    for _, error in server.run("reference.py", exercise.reference):
        raise error
    server.on_scenario(exercise.scenario)
    found = tuple(_measured(server, practice) for practice in recorded(runner, exercise))
    drivers = [target_of(practice)[1] for practice in found]
    return Practices(found, needed(exercise.scenario, drivers)) if found else None


def needed(source: str, names: Iterable[str]) -> str:
    """Return the part of a module that these functions of it need; the rest is not handed out."""
    body = ast.parse(without_sentences(source)).body
    defined = {name: node for node in body for name in _defined(node)}
    kept, wanted = set(), list(names)
    while wanted:
        node = defined.get(wanted.pop())
        if node is not None and node not in kept:
            kept.add(node)
            wanted += [each.id for each in ast.walk(node) if isinstance(each, ast.Name)]
    return "\n\n\n".join(ast.unparse(node) for node in body if node in kept)


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [alias.asname or alias.name.split(".")[0] for alias in node.names]
    if isinstance(node, ast.Assign):
        names = (each for target in node.targets for each in ast.walk(target))
        return [each.id for each in names if isinstance(each, ast.Name)]
    return [node.name] if isinstance(node, ast.FunctionDef | ast.ClassDef) else []


def recorded(runner: CheckRunner, exercise: Exercise) -> list[Practice]:
    """Return what the checks of an exercise ask of its budgets, with public inputs."""
    found = []
    for spec in exercise.checks:
        if spec.has_budget:
            recorder = Recorder()
            with contextlib.suppress(Exception):  # a check that needs a submission first
                runner.body_of(exercise, spec)(recorder)
            found += [_practice(exercise.slug, spec, recorder, asked) for asked in recorder.found]
    return [practice for practice in found if practice is not None]


def _practice(slug: str, spec: CheckSpec, recorder: Recorder, asked: tuple) -> Practice | None:
    kind, function, limit, inputs = asked
    rng = np.random.default_rng(PUBLIC_SEED)
    sizes = recorder.sizes if kind is MeasureKind.GROWTH else ()
    try:
        frames = tuple(
            zlib.compress(codec.encode(inputs(rng, size), strict=True), 9) for size in sizes or (0,)
        )
    except AutograderError:
        return None
    if sum(map(len, frames)) > MAX_BYTES:
        return None
    return Practice(slug, spec.sentence, kind, function, getattr(spec, limit), frames,
                    sizes=sizes)  # fmt: skip


def _measured(server: Server, practice: Practice) -> Practice:
    target = target_of(practice)
    server.on_prepare(*target, [])
    measures = {
        MeasureKind.TIME: yardsticks,
        MeasureKind.GROWTH: exponent,
        MeasureKind.MEMORY: peak_bytes,
    }
    seen = measures[practice.kind](server, practice) or 0.0
    launched = server.on_count(*target, practice.arguments(-1))[1]
    return replace(practice, reference=float(f"{seen:.3g}"), counts=launched)


def write(exercise: Exercise, practices: Practices | None) -> None:
    """Write that file, or remove it where there is nothing to hand out."""
    if practices is None:
        practices_path(exercise.folder).unlink(missing_ok=True)
        return
    text = msgspec.json.format(msgspec.json.encode(practices), indent=1).decode() + "\n"
    practices_path(exercise.folder).write_text(text, encoding="utf-8")
