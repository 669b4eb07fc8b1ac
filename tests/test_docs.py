"""The documents keep their word: code runs, tables load, commands, links and paths exist."""

import importlib
import itertools
import re
import shlex
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import click
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from autograder import checks
from autograder.cli import COMMANDS
from autograder.course import schema
from autograder.course.schema import AssignmentFile, CourseFile, ExerciseFile
from autograder.errors import AuthorError

ROOT = Path(__file__).parents[1]
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted(ROOT.glob("docs/*.md")),
    ROOT / "tests/README.md",
    ROOT / "benchmarks/README.md",
    ROOT / "benchmarks/results.md",
]
FILES = {
    "course.toml": CourseFile,
    "assignment.toml": AssignmentFile,
    "exercise.toml": ExerciseFile,
}
# A changelog names what is gone, too.
PRESENT = [page for page in PAGES if page.name != "CHANGELOG.md"]
# What a course has once it runs, and the parts of any exercise's folder.
ELSEWHERE = (".cache", "submitted", "autograded", "results", "demo_course", "wrong", "accepted")
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
each_present = pytest.mark.parametrize("page", PRESENT, ids=lambda p: str(p.relative_to(ROOT)))


@cache
def tokens_of(page: Path) -> list[Token]:
    """Return the page's blocks and, after each, what stands inside it."""
    blocks = MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8"))
    return [token for block in blocks for token in (block, *(block.children or ()))]


def fences(page: Path, *languages: str) -> list[Token]:
    found = [token for token in tokens_of(page) if token.type == "fence"]
    return [token for token in found if (token.info.split() or [""])[0] in languages]


def words_in_code(page: Path) -> list[str]:
    return [token.content for token in tokens_of(page) if token.type == "code_inline"]


def python_of(page: Path) -> str:
    """Return the page's Python, each block at the line where it stands.

    ``python no-run: REASON`` leaves a block out.
    """
    lines: list[str] = []
    for fence in fences(page, "python"):
        _, _, marker = fence.info.partition(" ")
        if marker:
            assert re.fullmatch(r"no-run: \w.*", marker), f"{page.name}: no reason in {marker!r}"
            continue
        start = fence.map[0] + 1
        lines += [""] * (start - len(lines)) + fence.content.splitlines()
    return "\n".join(lines)


@pytest.mark.parametrize("page", [p for p in PAGES if fences(p, "python")], ids=lambda p: p.name)
def test_python_runs(page):
    code = f"exec(compile({python_of(page)!r}, {page.name!r}, 'exec'), {{'__name__': 'page'}})"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=900
    )
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("page", [p for p in PAGES if fences(p, "toml")], ids=lambda p: p.name)
def test_tables_are_toml_that_a_course_may_have(page):
    """Below a heading that is a file's name stands such a file, whole."""
    for fence in fences(page, "toml"):
        table = tomllib.loads(fence.content)
        if kind := FILES.get(heading_above(page, fence)):
            schema.read(kind, table, page.name)


def heading_above(page: Path, fence: Token) -> str:
    found = ""
    for before, token in itertools.pairwise(tokens_of(page)):
        if before.type == "heading_open":
            found = token.content
        if token is fence:
            break
    return found


def test_a_wrong_table_below_a_file_s_name_is_found():
    page = ROOT / "docs/adding-an-exercise.md"
    (fence,) = [f for f in fences(page, "toml") if heading_above(page, f) == "exercise.toml"]
    table = tomllib.loads(fence.content)
    with pytest.raises(AuthorError):
        schema.read(ExerciseFile, {**table, "pionts": 6}, page.name)


@each_page
def test_links_lead_somewhere(page):
    for token in tokens_of(page):
        target = token.attrGet("href") or token.attrGet("src") or ""
        if not target or re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = page.parent / path if path else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


@cache
def anchors(page: Path) -> set[str]:
    """Return the anchors that a forge gives to the page's headings."""
    tokens = tokens_of(page)
    titles = [b.content for a, b in itertools.pairwise(tokens) if a.type == "heading_open"]
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@each_present
def test_paths_exist(page):
    missing = [word for word in words_in_code(page) if is_path(word) and not is_ours(word, page)]
    assert not missing


def is_path(word: str) -> bool:
    """Whether it can be one of our files: a relative path, or a name with a file's ending."""
    ends = r"(py|md|toml|json|html|csv|ipynb|j2|css|js|db|ini|npz|png)"
    return bool(
        re.fullmatch(r"[\w.*-]+(/[\w.*-]+)+/?|[\w.*-]+/", word)
        or re.fullmatch(rf"[\w*-]+\.{ends}", word)
    )


def is_ours(word: str, page: Path) -> bool:
    if word.split("/")[0] in ELSEWHERE:
        return True
    places = (ROOT, page.parent, ROOT / "autograder", ROOT / "tests")
    if any(any(place.glob(word + ending)) for place in places for ending in ("", ".py")):
        return True
    return "/" not in word and (word in names() or word in engine())


@cache
def names() -> set[str]:
    """Return the names of the files that are written by hand."""
    folders = ("autograder", "benchmarks", "demo", "docs", "solutions", "tests")
    return {file.name for folder in folders for file in (ROOT / folder).rglob("*.*")}


@cache
def engine() -> str:
    """Return the engine's text: what it writes is named there."""
    files = [*(ROOT / "autograder").rglob("*.py"), ROOT / "nbgrader_config.py"]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def test_what_looks_like_a_path_and_is_none_is_found():
    page = ROOT / "README.md"
    assert is_path("grading/matrix") and not is_ours("grading/matrix", page)
    assert is_path("docs/nothing.md") and not is_ours("docs/nothing.md", page)
    assert is_path("reports.db") and is_ours("reports.db", page)
    assert not is_path("a / b") and not is_path("torch.compile") and not is_path("n/a?")


@each_present
def test_modules_exist(page):
    """Dotted names of ours in code: the module is there, and what it should hold."""
    for word in words_in_code(page):
        if re.fullmatch(r"(autograder|tests|benchmarks)(\.\w+)+", word):
            parts = word.split(".")
            found = [n for n in range(len(parts), 1, -1) if module_file(parts[:n])]
            assert found or hasattr(importlib.import_module(parts[0]), parts[1]), word
            rest = parts[found[0] if found else 2 :]
            assert not rest or hasattr(
                importlib.import_module(".".join(parts[: found[0]])), rest[0]
            )


def module_file(parts: list[str]) -> Path | None:
    base = ROOT.joinpath(*parts)
    return next((f for f in (base.with_suffix(".py"), base / "__init__.py") if f.exists()), None)


def commands_of(page: Path) -> list[list[str]]:
    """Return the page's commands as words: lines of plain blocks, and code that begins as one."""
    lines = [line for fence in fences(page, "", "sh") for line in fence.content.splitlines()]
    starts = r"(make|python -m|autograder|tests/machines/run|(\.venv/bin/)\w+) ?"
    found = [line.split("#")[0].strip() for line in [*lines, *words_in_code(page)]]
    found = [line for line in found if re.match(starts + r"[\w.-]*( |$)", line)]
    return [shlex.split(re.sub(r"<.*?>", "PLACE", line)) for line in found]


@each_present
def test_commands_exist(page):
    for words in commands_of(page):
        program, rest = words[0].removeprefix(".venv/bin/"), words[1:]
        if program == "make":
            assert set(rest) <= targets(), words
        elif program == "autograder":
            assert_subcommand(rest)
        elif program == "python" and rest[:1] == ["-m"]:
            assert_module(rest[1:])
        else:
            assert (ROOT / program).exists() or Path(sys.executable).with_name(program).exists()


@cache
def targets() -> set[str]:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):", text, re.MULTILINE))


def assert_subcommand(words: list[str]) -> None:
    name, *rest = words or [""]
    if name in ("", "--help", "--version"):
        return
    assert name in COMMANDS, words
    command = getattr(importlib.import_module(f"autograder.cli.{name}"), name)
    known = {
        o
        for p in command.params
        if isinstance(p, click.Option)
        for o in (*p.opts, *p.secondary_opts)
    }
    assert {word.split("=")[0] for word in rest if word.startswith("--")} <= {*known, "--help"}, (
        words
    )


def assert_module(words: list[str]) -> None:
    """`python -m MODULE`: it is there, and so are its options and the paths that pytest gets."""
    module, *rest = words
    if "PLACE" in module:
        return
    if module == "pytest":
        assert all((ROOT / word).exists() for word in rest if word.startswith("tests/")), words
        return
    file = module_file(module.split("."))
    assert file, words
    files = file.parent.rglob("*.py") if file.name == "__init__.py" else [file]
    text = "\n".join(f.read_text(encoding="utf-8") for f in files)
    assert all(f'"{word}"' in text for word in rest if word.startswith("--")), words


def test_every_word_for_authors_is_explained():
    page = " ".join(words_in_code(ROOT / "docs/adding-an-exercise.md"))
    assert not [word for word in checks.__all__ if not re.search(rf"\b{word}\b", page)]


def test_every_page_has_commands_where_it_promises_them():
    assert ["make", "demo"] in commands_of(ROOT / "README.md")
    assert len(commands_of(ROOT / "CONTRIBUTING.md")) >= 8
