"""``autograder build``: write every generated file, or check that they are up to date."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder.course.catalog import IGNORED, load_course
from autograder.views import TREES, generate


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a file is not up to date.")
@click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=".",
    help="The folder that holds solutions/.",
)
def build(check: bool, root: Path) -> None:
    """Generate assignments/, release/ and source/ from solutions/.

    Example: autograder build --check
    """
    files = generate(load_course(root / "solutions"))
    stale = differences(files, root)
    if check:
        for path, what in stale.items():
            click.echo(f"{what}: {path}")
        if stale:
            click.echo(f"{len(stale)} generated files are not up to date: run `autograder build`")
            sys.exit(1)
        return
    for path, what in stale.items():
        _remove(root / path, root) if what == "extra" else _write(root / path, files[path])
    click.echo(f"{len(files)} generated files, {len(stale)} of them changed")


def differences(files: dict[str, str], root: Path) -> dict[str, str]:
    """Return what is wrong on disk: relative path -> ``missing``, ``differs`` or ``extra``."""
    found = {
        path.relative_to(root).as_posix(): path
        for tree in TREES
        for path in (root / tree).rglob("*")
        if path.is_file() and not any(part in IGNORED for part in path.parts)
    }
    wrong = {path: "extra" for path in found if path not in files}
    for path, text in files.items():
        if path not in found:
            wrong[path] = "missing"
        elif found[path].read_bytes() != text.encode():
            wrong[path] = "differs"
    return dict(sorted(wrong.items()))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def _remove(path: Path, root: Path) -> None:
    """Remove a stale file and the folders it leaves empty."""
    path.unlink()
    for folder in path.relative_to(root).parents:
        if len(folder.parts) < 2 or any((root / folder).iterdir()):
            return
        (root / folder).rmdir()
