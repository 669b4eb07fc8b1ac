"""``autograder doctor``: what this machine can do, and what to do about the rest."""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import asdict, dataclass

import click
import msgspec


@dataclass(frozen=True)
class Finding:
    """One line of the diagnosis; `cure` is empty when all is well."""

    subject: str
    says: str
    cure: str = ""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(as_json: bool) -> None:
    """Explain this machine: confinement, torch and torchvision, CUDA, nbgrader, size.

    Exit code 0 if it can grade, 1 if something needs a cure.

    Example: autograder doctor
    """
    findings = [_python(), _torch(), _torchvision(), _confinement(), _cgroup(), _cuda(),
                _nbgrader(), _size()]  # fmt: skip
    if as_json:
        click.echo(msgspec.json.encode([asdict(finding) for finding in findings]))
    else:
        for finding in findings:
            mark, colour = ("!", "yellow") if finding.cure else ("✓", "green")
            click.echo(f"{click.style(mark, fg=colour)} {finding.subject:13} {finding.says}")
            if finding.cure:
                click.echo(f"  {'':13} -> {finding.cure}")
    sys.exit(any(finding.cure for finding in findings))


def _python() -> Finding:
    good = sys.version_info >= (3, 11)
    return Finding("Python", platform.python_version(), "" if good else "install 3.11 or newer")


def _torch() -> Finding:
    try:
        import torch
    except ImportError as error:
        return Finding("torch", f"cannot be imported ({error})", "pip install torch==2.13.0")
    version = str(torch.__version__)
    good = version.startswith("2.13.")
    cure = "" if good else "the course is written for 2.13: pip install torch==2.13.0"
    return Finding("torch", version, cure)


def _torchvision() -> Finding:
    from autograder.sandbox.processes.torchvision_shim import ensure_torchvision, explain

    try:
        ensure_torchvision()
        import torchvision.transforms.v2  # noqa: F401 - whether it imports is the question
    except (ImportError, RuntimeError) as error:
        return Finding("torchvision", str(error), "pip install torchvision==0.28.0")
    return Finding("torchvision", explain())


def _confinement() -> Finding:
    from autograder.model import Level
    from autograder.sandbox.confinement import confine

    machine = confine.probe()
    cure = "" if confine.at_least(machine.level, Level.S2) else (
        "grade on Linux 6.7 or newer; self-checks work everywhere"
    )  # fmt: skip
    return Finding("confinement", f"{machine.level}: {machine.sentence.en}", cure)


def _cgroup() -> Finding:
    from autograder.sandbox.confinement import cgroups

    if reason := cgroups.enter():
        return Finding("cgroup v2", f"not used: {reason}; memory of several processes is added up")
    return Finding("cgroup v2", "limits the memory and number of a submission's processes")


def _cuda() -> Finding:
    try:
        import torch
    except ImportError:
        return Finding("CUDA", "unknown without torch")
    if torch.cuda.is_available():
        return Finding("CUDA", torch.cuda.get_device_name(0))
    return Finding("CUDA", "no device: checks on CUDA show as NOT_RUN and are not counted")


def _nbgrader() -> Finding:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return Finding("nbgrader", version("nbgrader"))
    except PackageNotFoundError:
        return Finding("nbgrader", "not installed; grading works without its gradebook",
                       'pip install "autograder[instructor]"')  # fmt: skip


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _size() -> Finding:
    cores = _cores()
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (AttributeError, ValueError, OSError):
        return Finding("machine", f"{cores} cores")
    wanted = 1 + cores
    cure = "" if memory >= wanted else f"{wanted} GiB are comfortable; or use fewer --workers"
    return Finding("machine", f"{cores} cores, {memory:.0f} GiB", cure)
