"""Reads ``solutions/`` into a `Course`. There is no registry: a folder is an exercise.

Nothing here runs an exercise's code; checks and functions are found in the source text.
"""

from __future__ import annotations

import ast
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.course import witnesses
from autograder.course.answers import complete
from autograder.errors import AuthorError
from autograder.model import (
    Accepted,
    Assignment,
    CheckSpec,
    Course,
    Exercise,
    LatePolicy,
    Limits,
    Text,
    WrongAnswer,
)
from autograder.sandbox.confinement.profiles import PROFILES

FOLDER_NAME = re.compile(r"^\d\d_[a-z][a-z0-9_]*$")
REQUIRED = ("exercise.toml", "statement.en.md", "statement.zh.md", "reference.py", "checks.py")
OPTIONAL = ("scenario.py", "accepted", "wrong")
IGNORED = ("__pycache__", ".ipynb_checkpoints", ".pytest_cache", ".DS_Store")
BEGIN_SOLUTION = "### BEGIN SOLUTION"
CJK = r"[\u3000-\u9fff\uff00-\uffef]"


def load_course(folder: Path) -> Course:
    """Read a whole ``solutions`` folder.

    Raises:
        AuthorError: A file is missing, unexpected or malformed; says which and the cure.
    """
    folder = Path(folder).resolve()
    path = folder / "course.toml"
    data = _toml(path)
    languages = tuple(data.get("languages", ("en",)))
    if not languages or any(language not in ("en", "zh") for language in languages):
        raise AuthorError(
            f"languages = {list(languages)}",
            where=str(path),
            cure='use ["en"], ["zh"] or both, the first one on top',
        )
    order = data.get("assignments") or sorted(
        child.name for child in folder.iterdir() if child.is_dir() and child.name not in IGNORED
    )
    for child in folder.iterdir():
        if child.is_dir() and child.name not in (*order, *IGNORED):
            raise AuthorError(
                "a folder that course.toml does not list",
                where=str(child),
                cure="add it to `assignments` or move it away",
            )
    return Course(
        folder=folder,
        title=_text(data, "title", path),
        term=str(data.get("term", "")),
        languages=languages,
        assignments=tuple(load_assignment(folder / name) for name in order),
        late=LatePolicy(**data.get("late", {})),
    )


def load_assignment(folder: Path) -> Assignment:
    """Read one assignment: ``assignment.toml`` and one folder for each exercise."""
    path = folder / "assignment.toml"
    data = _toml(path)
    exercises = []
    for child in sorted(folder.iterdir()):
        if child.is_dir() and child.name not in IGNORED:
            exercises.append(load_exercise(child))
        elif child.is_file() and child.name not in (
            "assignment.toml",
            "introduction.en.md",
            "introduction.zh.md",
            *IGNORED,
        ):
            raise AuthorError("an unexpected file", where=str(child), cure="remove or rename it")
    return Assignment(
        slug=folder.name,
        folder=folder,
        title=_text(data, "title", path),
        introduction=Text(
            _read(folder / "introduction.en.md"), _read(folder / "introduction.zh.md")
        ),
        exercises=tuple(exercises),
        due=str(data.get("due", "")),
        minimum_level=str(data.get("minimum_level", "S2")),
    )


def load_exercise(folder: Path) -> Exercise:
    """Read one exercise folder.

    Raises:
        AuthorError: Something is missing, unexpected or inconsistent.
    """
    folder = Path(folder).resolve()
    _check_layout(folder)
    path = folder / "exercise.toml"
    data = _toml(path)
    slug = f"{folder.parent.name}/{folder.name}"
    checks = _checks(data, folder / "checks.py", path)
    reference = _read(folder / "reference.py")
    profile = data.get("profile", "pure")
    if profile not in PROFILES:
        raise AuthorError(
            f"unknown profile {profile!r}", where=str(path), cure=f"one of {', '.join(PROFILES)}"
        )
    known = {"title", "points", "stars", "source", "profile", "limits", "checks"}
    _refuse_unknown(data, known, path)
    practices = practices_path(folder)
    exercise = Exercise(
        slug=slug,
        folder=folder,
        title=_text(data, "title", path),
        points=_number(data, "points", path),
        stars=int(data.get("stars", 1)),
        source=_text(data, "source", path, required=False),
        statement=Text(_read(folder / "statement.en.md"), _read(folder / "statement.zh.md")),
        reference=reference,
        functions=_functions(reference, folder / "reference.py"),
        checks=checks,
        wrong=tuple(
            _wrong(file, checks, reference) for file in sorted((folder / "wrong").glob("*.py"))
        ),
        accepted=tuple(
            Accepted(file.stem, _read(file)) for file in sorted((folder / "accepted").glob("*.py"))
        ),
        checks_source=_read(folder / "checks.py"),
        scenario=_read(folder / "scenario.py") if (folder / "scenario.py").exists() else "",
        profile=profile,
        limits=_limits(data.get("limits", {}), path),
        practices=_read(practices) if practices.is_file() else "",
    )
    return replace(exercise, digest=witnesses.digest_with(exercise))


def practices_path(folder: Path) -> Path:
    """Return where the public half of an exercise's budgets is kept (see `grading.practices`)."""
    return folder.parents[2] / "witnesses" / folder.parent.name / f"{folder.name}.budgets.json"


def _check_layout(folder: Path) -> None:
    if not FOLDER_NAME.match(folder.name):
        raise AuthorError(
            "an exercise folder is named NN_name",
            where=str(folder),
            cure="two digits, an underscore, then lower-case words",
        )
    for name in REQUIRED:
        if not (folder / name).is_file():
            raise AuthorError(
                f"{name} is missing",
                where=str(folder),
                cure="`autograder new` writes every file an exercise needs",
            )
    for child in folder.iterdir():
        if child.name not in (*REQUIRED, *OPTIONAL, *IGNORED):
            raise AuthorError(
                "an unexpected file",
                where=str(child),
                cure=f"an exercise holds {', '.join((*REQUIRED, *OPTIONAL))}",
            )
    for name in ("accepted", "wrong"):
        for child in (folder / name).glob("*") if (folder / name).is_dir() else ():
            if child.suffix != ".py" and child.name not in IGNORED:
                raise AuthorError("only .py files belong here", where=str(child), cure="remove it")


def _checks(data: dict, source: Path, toml: Path) -> tuple[CheckSpec, ...]:
    declared = data.get("checks", {})
    found = {
        node.name: ast.get_docstring(node)
        for node in _parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("check_")
    }
    if set(declared) != set(found):
        missing, extra = sorted(set(declared) - set(found)), sorted(set(found) - set(declared))
        raise AuthorError(
            f"checks differ: declared but not written {missing}, written but not declared {extra}",
            where=str(toml),
            cure="every check_* function needs one [checks.<name>] table",
        )
    if not found:
        raise AuthorError("no check at all", where=str(source), cure="write one check_* function")
    return tuple(_check(name, declared[name], doc, source) for name, doc in found.items())


def _check(name: str, options: dict, doc: str | None, source: Path) -> CheckSpec:
    fields = set(CheckSpec.__dataclass_fields__) - {"name", "sentence"}
    _refuse_unknown(options, fields, source.with_name("exercise.toml"))
    return CheckSpec(name, bilingual(doc, f"{source}: {name}"), **options)


def bilingual(doc: str | None, where: str) -> Text:
    """Split a docstring into its English and its Chinese paragraph."""
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", (doc or "").strip())]
    if len(parts) < 2 or not parts[0]:
        raise AuthorError(
            "the docstring needs an English and a Chinese paragraph",
            where=where,
            cure="write one sentence, an empty line, then its translation",
        )
    # A line break inside Chinese text is no space.
    return Text(parts[0], re.sub(rf"(?<={CJK}) (?={CJK})", "", parts[1]))


def _wrong(file: Path, checks: tuple[CheckSpec, ...], reference: str) -> WrongAnswer:
    source = _read(file)
    tree = _parse(file)
    fails: Any = None
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "FAILS":
            fails = ast.literal_eval(node.value)
    if not isinstance(fails, tuple) or not fails:
        raise AuthorError(
            "FAILS is missing",
            where=str(file),
            cure='name the checks it must fail: FAILS = ("check_values",)',
        )
    unknown = set(fails) - {check.name for check in checks}
    if unknown:
        raise AuthorError(
            f"FAILS names unknown checks {sorted(unknown)}",
            where=str(file),
            cure="use names of check_* functions in checks.py",
        )
    source = complete(file, source, reference)
    return WrongAnswer(file.stem, source, bilingual(ast.get_docstring(tree), str(file)), fails)


def _functions(reference: str, path: Path) -> tuple[str, ...]:
    lines = reference.splitlines()
    names = []
    for node in _parse(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            body = lines[node.lineno - 1 : node.end_lineno]
            if any(BEGIN_SOLUTION in line for line in body):
                names.append(node.name)
    if not names:
        raise AuthorError(
            "no function holds a solution",
            where=str(path),
            cure=f"put the answer between {BEGIN_SOLUTION} and ### END SOLUTION",
        )
    return tuple(names)


def _limits(data: dict, path: Path) -> Limits:
    _refuse_unknown(data, set(Limits.__dataclass_fields__), path)
    return Limits(**data)


def _refuse_unknown(data: dict, known: set[str], path: Path) -> None:
    unknown = set(data) - known
    if unknown:
        raise AuthorError(
            f"unknown keys {sorted(unknown)}", where=str(path), cure=f"known are {sorted(known)}"
        )


def _text(data: dict, key: str, path: Path, required: bool = True) -> Text:
    value = data.get(key, {})
    if required and not (isinstance(value, dict) and value.get("en") and value.get("zh")):
        raise AuthorError(
            f"{key} needs both languages",
            where=str(path),
            cure=f'{key}.en = "..." and {key}.zh = "..."',
        )
    return Text(value.get("en", ""), value.get("zh", ""))


def _number(data: dict, key: str, path: Path) -> float:
    value = data.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        raise AuthorError(f"{key} must be a positive number", where=str(path), cure=f"{key} = 5")
    return float(value)


def _toml(path: Path) -> dict:
    try:
        return tomllib.loads(_read(path))
    except tomllib.TOMLDecodeError as error:
        raise AuthorError(f"not valid TOML ({error})", where=str(path), cure="mend it") from None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise AuthorError("missing", where=str(path), cure="create it") from None
    except UnicodeDecodeError:
        raise AuthorError("not UTF-8", where=str(path), cure="save it as UTF-8") from None


def _parse(path: Path) -> ast.Module:
    try:
        return ast.parse(_read(path))
    except SyntaxError as error:
        raise AuthorError(
            f"syntax error: {error.msg}", where=f"{path}:{error.lineno}", cure="mend it"
        ) from None
