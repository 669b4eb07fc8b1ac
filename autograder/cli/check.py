"""``autograder check``: a student's self-check. Nothing Linux-only is imported here."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
def check(paths: tuple[str, ...], as_json: bool) -> None:
    """Run the visible checks on your own .py files or notebooks.

    They are the examples of the docstrings. This runs your code as it is, on any system, and is
    NOT your grade: hidden checks try many more inputs.

    Exit codes: 0 all examples pass; 1 some do not; 2 the file cannot be read.

    Example: autograder check assignments/01_tensor_shapes/04_nhwc_to_nchw/nhwc_to_nchw.py
    """
    from autograder import selfcheck

    results = [result for path in paths for result in selfcheck.check_path(path)]
    if as_json:
        click.echo(json.dumps([asdict(result) for result in results], indent=1, default=str))
    else:
        click.echo(selfcheck.render(results))
    sys.exit(any(result.state is not selfcheck.State.PASSED for result in results))
