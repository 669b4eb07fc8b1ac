"""``autograder validate``: the kill matrix, which is the definition of done for an exercise."""

from __future__ import annotations

import dataclasses
import sys
import time
from collections import Counter
from pathlib import Path

import click
import msgspec


@click.command()
@click.argument("slugs", nargs=-1)
@click.option("--course", "folder", default="solutions", type=click.Path(path_type=Path))
@click.option(
    "--seeds",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    help="How many hidden seeds to try.",
)
@click.option(
    "--changed",
    is_flag=True,
    help="Leave out exercises that were done and have not changed since.",
)
@click.option(
    "--within",
    type=float,
    default=float("inf"),
    metavar="SECONDS",
    help="Begin no exercise after so long, and say which are left.",
)
@click.option(
    "--update",
    is_flag=True,
    help="Write what the witnesses/ folder keeps of exercises that are done.",
)
@click.option("--unconfined", is_flag=True, help="Run answers in this process; budgets NOT_RUN.")
@click.option("--json", "as_json", is_flag=True, help="Print the matrices as JSON.")
def validate(slugs, folder, seeds, changed, within, update, unconfined, as_json) -> None:
    """Judge every answer of an exercise and show which check fails on which.

    The reference and every accepted answer must pass everything, the skeleton must fail everything,
    each wrong answer must fail exactly the checks it names, and each check must be the only one
    that fails on some wrong answer (or say why it stays). Budgets must keep their distance: the
    reference at most 0.5 of the limit, accepted answers 0.75, slow ones at least 1.5 times the
    limit. What students would read of a wrong answer must be true: the input shown reproduces the
    message in a new process, and the hint shown is its own. The wrong answer
    `obvious` must fail a visible example. Without SLUGS all are validated.

    What is done is remembered below .cache/validated beside the solutions, with a digest of all
    that decides it: the exercise, its answers, the engine, the libraries. --changed goes by that;
    with --update it also takes exercises whose witnesses are out of date. A change of the engine
    changes every exercise: --within bounds the wait, and the next run goes on from there.

    In the table, x is a check that fails as it should, ! one that should not have (or has not).

    \b
    Examples:
      autograder validate 01_tensor_shapes/04_nhwc_to_nchw
      autograder validate --seeds 3 --update
      autograder validate --changed
      autograder validate --changed --within 60

    Exit codes: 0 done; 1 not done yet; 2 an exercise cannot be read; 3 this machine cannot confine.
    """
    from autograder.authoring import practices
    from autograder.course import witnesses
    from autograder.course.catalog import load_course

    if changed and unconfined:
        raise click.UsageError("--changed knows confined runs only: leave out --unconfined")
    exercises = _chosen(load_course(folder), slugs)
    if changed:
        exercises = _changed(exercises, range(1, seeds + 1), update)
    public: dict = {}
    matrices = _matrices(
        exercises, range(1, seeds + 1), unconfined, public if update else None, within=within
    )
    matrices, seen = _with_visible(matrices)
    judged = Counter(matrix.exercise.slug for matrix in matrices)
    left = [each.slug for each in exercises if judged[each.slug] < seeds]
    if left:
        click.echo(f"left for the next run: {', '.join(left)}", err=True)
    if as_json:
        click.echo(msgspec.json.encode([_plain(matrix) for matrix in matrices]))
    else:
        for matrix in matrices:
            _show(matrix, seen[matrix.exercise.slug])
    done = {m.exercise.slug: m for m in matrices if not m.problems}
    broken = {m.exercise.slug for m in matrices if m.problems}
    if update:
        for matrix in (m for slug, m in done.items() if slug not in broken and slug not in left):
            path = witnesses.path_of(matrix.exercise)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(witnesses.render(matrix.exercise, matrix.witnesses), encoding="utf-8")
            practices.write(matrix.exercise, public[matrix.exercise.slug])
    sys.exit(bool(broken))


def _chosen(course, slugs: tuple[str, ...]) -> list:
    chosen = [course.exercise(slug.strip("/").removeprefix("solutions/")) for slug in slugs]
    return chosen or list(course.exercises)


def _changed(exercises: list, seeds: range, update: bool) -> list:
    """Return the exercises that are not known to be done, and say which are left out.

    Those that an author has changed come first: their witnesses are out of date.
    """
    from autograder.authoring import validated
    from autograder.course import witnesses
    from autograder.sandbox.confinement import confine

    level, left = confine.probe().level, []
    for exercise in exercises:
        found = (validated.find(exercise, seed, level) for seed in seeds)
        known = all(matrix and not _calibrated(matrix).problems for matrix in found)
        if known and not (update and not witnesses.are_fresh(exercise)):
            click.echo(f"  {exercise.slug}: done and unchanged, not run again", err=True)
        else:
            left.append(exercise)
    return sorted(left, key=witnesses.are_fresh)


def _matrices(
    exercises: list, seeds: range, unconfined: bool, public: dict | None, *, within: float
) -> list:
    """Return one matrix for each exercise and seed; the last seed's come last.

    Args:
        public: Filled with what students get of each exercise's budgets, where wanted.
        within: After so many seconds no other exercise is begun.
    """
    from autograder.authoring import validated
    from autograder.authoring.kill_matrix import matrix_of
    from autograder.authoring.practices import practices_of
    from autograder.grading.check_runner import with_checks
    from autograder.grading.session import InProcess
    from autograder.sandbox.processes.host import Host

    matrices: list = []
    started = time.monotonic()
    if not exercises:
        return matrices

    def judge_all(open_process, level=None) -> None:
        for seed in seeds:

            def body(runner) -> None:
                for exercise in exercises:
                    if time.monotonic() - started > within:
                        return
                    matrices.append(_calibrated(matrix_of(runner, exercise, open_process)))
                    if level is not None:
                        validated.keep(matrices[-1], runner.seed, level)
                    if public is not None and exercise.slug not in public:
                        public[exercise.slug] = practices_of(runner, exercise)
                    click.echo(f"  {exercise.slug}, seed {runner.seed}", err=True)

            with_checks(exercises, seed, body)

    if unconfined:
        judge_all(InProcess)
    else:
        with Host() as host:
            judge_all(host.open, host.level)
    return matrices


def _calibrated(matrix):
    """Return the matrix with what speaks against its budgets among its problems."""
    from autograder.authoring import calibration

    problems = (*matrix.problems, *calibration.problems_of(matrix))
    return dataclasses.replace(matrix, problems=problems)


def _with_visible(matrices: list) -> tuple[list, dict[str, str]]:
    """Return the matrices with what speaks against their visible examples, and their figures."""
    from autograder.authoring import visible
    from autograder.grading.score import score_of

    exercises = list({matrix.exercise.slug: matrix.exercise for matrix in matrices}.values())
    passed, told, figures = visible.passing(exercises), [], {}
    for matrix in matrices:
        exercise = matrix.exercise
        own = passed[exercise.slug]
        scores = {row.name: score_of(row.outcomes, exercise.points) for row in matrix.rows}
        figures[exercise.slug] = visible.figures(exercise, own, scores)
        problems = (*matrix.problems, *visible.problems(exercise, own))
        told.append(dataclasses.replace(matrix, problems=problems))
    return told, figures


def _show(matrix, seen: str) -> None:
    from rich.console import Console
    from rich.table import Table

    from autograder.authoring.calibration import figures_of

    checks = [check.name for check in matrix.exercise.checks]
    table = Table(title=matrix.exercise.slug, title_justify="left", title_style="bold")
    table.add_column("answer", overflow="fold")
    for number, _ in enumerate(checks, 1):
        table.add_column(str(number), justify="center")
    for row in matrix.rows:
        verdicts = {outcome.check: outcome.verdict for outcome in row.outcomes}
        table.add_row(f"{row.kind} {row.name}", *(_mark(row, name, verdicts) for name in checks))
    console = Console()
    console.print(table)
    console.print("  ".join(f"{n}\u00a0{name}" for n, name in enumerate(checks, 1)), style="dim")
    for line in (*figures_of(matrix), seen):
        console.print(line, style="dim", markup=False, highlight=False)
    for problem in matrix.problems:
        console.print(f"problem: {problem}", style="red", markup=False)
    if not matrix.problems:
        console.print("done", style="green")


def _mark(row, name: str, verdicts: dict) -> str:
    if verdicts[name] == "NOT_RUN":
        return "[dim]-[/dim]"
    failed, expected = name in row.failed, name in row.expected
    if failed == expected:
        return "[blue]x[/blue]" if failed else "[green]·[/green]"
    return "[bold red]![/bold red]"


def _plain(matrix) -> dict:
    return {
        "exercise": matrix.exercise.slug,
        "problems": matrix.problems,
        "rows": [
            {"kind": row.kind, "name": row.name, "failed": sorted(row.failed)}
            for row in matrix.rows
        ],
    }
