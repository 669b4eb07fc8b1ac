"""Habits that files outside the engine hold: hooks, attributes, licence, changelog."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml

from tests.coverage_by_room import table

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_each_hook_runs_a_command_that_exists():
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = {hook["id"]: hook for repo in config["repos"] for hook in repo["hooks"]}
    assert hooks["make-check"]["stages"] == ["pre-push"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for hook in hooks.values():
        program, first, *_ = hook["entry"].split()
        if program == "make":
            assert re.search(rf"^{first}:", makefile, re.MULTILINE), hook
        else:
            assert program.startswith(".venv/bin/"), hook
            assert Path(sys.executable).with_name(Path(program).name).exists(), hook


def test_pre_commit_reads_its_configuration():
    ended = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-config", ".pre-commit-config.yaml"],
        cwd=ROOT, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_generated_trees_are_marked_and_nothing_else_is():
    lines = (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()
    marked = {line.split("/")[0] for line in lines if "linguist-generated" in line}
    assert marked == {"assignments", "release", "source", "witnesses"}
    assert "* text=auto eol=lf" in lines


def test_the_version_has_its_part_of_the_changelog():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    parts = re.findall(r"^## \[(.*?)\]", changelog, re.MULTILINE)
    assert parts[0] == "Unreleased"
    version = subprocess.run(
        [sys.executable, "-m", "autograder.cli", "--version"],
        cwd=ROOT, capture_output=True, text=True, timeout=120,
    ).stdout.split()[-1]  # fmt: skip
    assert version in parts


def test_the_licence_is_what_the_package_says():
    assert PROJECT["license"] == "MIT"
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")


def test_coverage_is_added_up_by_room():
    def file(covered, all_):
        return {"summary": {"covered_lines": covered, "num_statements": all_}}

    lines = table({
        "autograder/model.py": file(1, 2),
        "autograder/sandbox/codec/values.py": file(3, 3),
        "autograder/views/plain.py": file(0, 5),
    }).splitlines()  # fmt: skip
    rooms = {line.split()[0]: line.split()[1:] for line in lines[1:]}
    assert rooms["(loose)"] == ["1", "2", "50.0%"]
    assert rooms["sandbox/codec"] == ["3", "3", "100.0%"]
    assert rooms["all"] == ["4", "10", "40.0%"] and lines[-1].startswith("all")
