"""The ``autograder`` command. A subcommand is imported when it runs: `check` starts at once."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import traceback

import click

from autograder.errors import AutograderError, MachineError

COMMANDS = {
    "grade": "Grade a class: confined, hidden checks, gradebook, report.",
    "check": "Run the visible checks on your own file or notebook (not a grade).",
    "build": "Generate what students and nbgrader get from solutions/.",
    "publish": "Write a student's course into a folder: no solution, no hidden check.",
    "validate": "Show the kill matrix: is an exercise done?",
    "new": "Start an exercise: write every file it needs.",
    "report": "Show a finished run again.",
    "doctor": "Explain this machine, with cures.",
}
EPILOG = "Exit codes: 0 all is well, 1 something did not pass, 2 bad input, 3 this machine cannot."


def _offered() -> dict[str, str]:
    """Return the commands that are here: a published course has `check` alone."""
    return {
        name: does
        for name, does in COMMANDS.items()
        if importlib.util.find_spec(f"{__name__}.{name}")
    }


class _Lazy(click.Group):
    """A group that imports a subcommand when it is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(_offered())

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in _offered():
            return None
        return getattr(importlib.import_module(f"autograder.cli.{name}"), name)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_offered().items()))

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except AutograderError as error:
            click.secho(str(error), fg="red", err=True)
            sys.exit(3 if isinstance(error, MachineError) else 2)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception:  # a bug of ours must not look like "something did not pass"
            traceback.print_exc()
            click.secho("This is a fault in the autograder; please report it.", fg="red", err=True)
            sys.exit(3)


@click.command(cls=_Lazy, epilog=EPILOG)
@click.version_option(package_name="autograder")
def main() -> None:
    """Auto-graded PyTorch exercises."""
