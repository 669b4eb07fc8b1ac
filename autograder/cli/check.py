"""``autograder check``: a student's self-check. Nothing Linux-only is imported here."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option("--budget", is_flag=True, help="Also estimate where you stand in the budgets.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
def check(paths: tuple[str, ...], budget: bool, as_json: bool) -> None:
    """Run the visible checks on your own .py files, notebooks or folders of them.

    They are the examples of the docstrings. This runs your code as it is, on any system, and is
    NOT your grade: hidden checks try many more inputs. In a notebook each exercise is checked after
    its own cells; a later cell that undoes an answer is named.

    With --budget it also estimates whether your code is fast and lean enough. The reference is not
    here, so your code is timed beside a piece of work whose relation to the reference is known.
    That does not change the exit code. What fails an example is not measured.

    Exit codes: 0 all examples pass; 1 some do not; 2 the file cannot be read;
    130 stopped by Ctrl-C.

    Example: autograder check assignments/01_tensor_shapes/04_nhwc_to_nchw/nhwc_to_nchw.py
    """
    from autograder.home import selfcheck
    from autograder.home.results import State

    try:
        by_path = {
            file: selfcheck.check_path(file) for path in paths for file in selfcheck.files_in(path)
        }
    except KeyboardInterrupt:
        click.secho("Stopped. 已停止。", fg="yellow", err=True)
        sys.exit(130)
    results = [result for found in by_path.values() for result in found]
    estimates = []
    if budget:
        from autograder.home import practice

        for path, own in by_path.items():
            wrong = {each.exercise for each in own if each.state is not State.PASSED}
            estimates += practice.estimates(path, wrong)
    if as_json:
        found = {"examples": results, "budgets": estimates} if budget else results
        click.echo(json.dumps(_plain(found), indent=1, default=str))
    else:
        click.echo(selfcheck.render(results))
        if budget:
            click.echo("\n" + practice.render(estimates))
    sys.exit(any(result.state is not State.PASSED for result in results))


def _plain(found):
    if isinstance(found, dict):
        return {key: _plain(values) for key, values in found.items()}
    return [asdict(each) for each in found]
