"""Reads ``solutions/`` into a `Course`. There is no registry: a folder is an exercise.

Nothing here runs an exercise's code; checks and functions are found in the source text.
"""

from __future__ import annotations

import ast
import difflib
import re
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from autograder.course import schema, witnesses
from autograder.course.answers import complete
from autograder.course.drivers import driver_of, is_driver
from autograder.course.skeleton import BEGIN, END, strip_solutions
from autograder.course.times import DEFAULT_ZONE, settled
from autograder.course.zones import course_zone
from autograder.errors import AuthorError, did_you_mean
from autograder.model import (
    Accepted,
    Assignment,
    CheckSpec,
    Course,
    Driver,
    Exercise,
    LatePolicy,
    Limits,
    Text,
    WrongAnswer,
)

FOLDER_NAME = re.compile(r"^\d\d_[a-z][a-z0-9_]*$")
REQUIRED = ("exercise.toml", "statement.en.md", "statement.zh.md", "reference.py", "checks.py")
OPTIONAL = ("scenario.py", "accepted", "wrong")
IGNORED = ("__pycache__", ".ipynb_checkpoints", ".pytest_cache", ".DS_Store")
CJK = r"[\u3000-\u9fff\uff00-\uffef]"


def load_course(folder: Path) -> Course:
    """Read a whole ``solutions`` folder.

    Raises:
        AuthorError: A file is missing, unexpected or malformed; says which and the cure.
    """
    folder = Path(folder).resolve()
    path = folder / "course.toml"
    data = schema.read(schema.CourseFile, _toml(path), str(path))
    zone = str(course_zone(data.timezone))
    found = sorted(
        child.name for child in folder.iterdir() if child.is_dir() and child.name not in IGNORED
    )
    order = data.assignments or tuple(found)
    for name in order:
        if name not in found:
            raise AuthorError(
                f"assignments names {name}, and there is no such folder",
                where=str(path),
                cure=did_you_mean(name, found),
            )
    for name in found:
        if name not in order:
            raise AuthorError(
                "a folder that course.toml does not list",
                where=str(folder / name),
                cure="add it to `assignments` or move it away",
            )
    return Course(
        folder=folder,
        title=data.title.as_text(),
        term=data.term,
        languages=data.languages,
        assignments=tuple(load_assignment(folder / name, zone) for name in order),
        late=LatePolicy(**msgspec.structs.asdict(data.late)),
        timezone=zone,
    )


def load_assignment(folder: Path, zone: str = DEFAULT_ZONE) -> Assignment:
    """Read one assignment: ``assignment.toml`` and one folder for each exercise.

    Args:
        zone: The course's time zone, for a due date that names none.
    """
    path = folder / "assignment.toml"
    data = schema.read(schema.AssignmentFile, _toml(path), str(path))
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
        title=data.title.as_text(),
        introduction=Text(
            _read(folder / "introduction.en.md"), _read(folder / "introduction.zh.md")
        ),
        exercises=tuple(exercises),
        due=_due(data.due, zone, path),
        minimum_level=data.minimum_level,
    )


def _due(text: str, zone: str, path: Path) -> str:
    try:
        return settled(text, zone)
    except AuthorError as error:
        raise AuthorError(error.what, where=str(path), cure=error.cure) from None


def load_exercise(folder: Path) -> Exercise:
    """Read one exercise folder.

    Raises:
        AuthorError: Something is missing, unexpected or inconsistent.
    """
    folder = Path(folder).resolve()
    _check_layout(folder)
    path = folder / "exercise.toml"
    data = schema.read(schema.ExerciseFile, _toml(path), str(path))
    slug = f"{folder.parent.name}/{folder.name}"
    checks = _checks(data.checks, folder / "checks.py", path)
    reference = _read(folder / "reference.py")
    practices = practices_path(folder)
    scenario = _read(folder / "scenario.py") if (folder / "scenario.py").exists() else ""
    exercise = Exercise(
        slug=slug,
        folder=folder,
        title=data.title.as_text(),
        points=data.points,
        stars=data.stars,
        source=data.source.as_text(),
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
        scenario=scenario,
        drivers=_drivers(folder / "scenario.py") if scenario else (),
        profile=data.profile,
        obvious_is_hidden_because=data.obvious_is_hidden_because,
        limits=Limits(**msgspec.structs.asdict(data.limits)),
        practices=_read(practices) if practices.is_file() else "",
    )
    return replace(exercise, digest=witnesses.digest_with(exercise))


def practices_path(folder: Path) -> Path:
    """Return where the public half of an exercise's budgets is kept (see `authoring.practices`)."""
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


def _checks(
    tables: dict[str, schema.CheckTable], source: Path, toml: Path
) -> tuple[CheckSpec, ...]:
    found: dict[str, ast.FunctionDef] = {}
    for node in _parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("check_"):
            if node.name in found:
                raise AuthorError(
                    f"{node.name} is defined twice",
                    where=f"{source}:{node.lineno}",
                    cure="rename one of them: only the last one would run",
                )
            found[node.name] = node
    if not found:
        raise AuthorError("no check at all", where=str(source), cure="write one check_* function")
    for name in tables:
        if name not in found:
            raise AuthorError(
                f"[checks.{name}] is for no check of checks.py",
                where=str(toml),
                cure=did_you_mean(name, found),
            )
    plain = schema.CheckTable()
    return tuple(
        _check(node, tables.get(name, plain), f"{source}: {name}") for name, node in found.items()
    )


def _check(node: ast.FunctionDef, table: schema.CheckTable, where: str) -> CheckSpec:
    limit = max(getattr(table, key) for key in schema.LIMIT_KEYS)
    if limit and "budget" not in {each.arg for each in node.args.args}:
        raise AuthorError(
            "its table holds a limit, and it takes no `budget`",
            where=where,
            cure="take the limit out of exercise.toml, or measure something with `budget`",
        )
    text = bilingual(ast.get_docstring(node), where)
    sentence = Text(_filled(text.en, limit, where), _filled(text.zh, limit, where))
    return CheckSpec(node.name, sentence, **msgspec.structs.asdict(table))


def _drivers(path: Path) -> tuple[Driver, ...]:
    found = []
    for node in _parse(path).body:
        if isinstance(node, ast.FunctionDef) and is_driver(node):
            where = f"{path}: {node.name}"
            found.append(driver_of(node, bilingual(ast.get_docstring(node), where), where))
    return tuple(found)


def _filled(sentence: str, limit: float, where: str) -> str:
    """Return the sentence with ``{limit}`` replaced; other braces stay as they are."""
    for word in re.findall(r"{(\w+)}", sentence):
        if word == "limit" and not limit:
            raise AuthorError(
                "{limit} in the docstring of a check without a limit",
                where=where,
                cure=f"put one of {', '.join(schema.LIMIT_KEYS)} into its table in exercise.toml",
            )
        if word != "limit" and difflib.get_close_matches(word, ("limit", *schema.LIMIT_KEYS)):
            raise AuthorError(
                f"{{{word}}} stands for nothing",
                where=where,
                cure="did you mean `{limit}`? it is the limit of the check's table",
            )
    return sentence.replace("{limit}", f"{limit:g}")


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
    fails = schema.read(schema.WrongFile, _fails(tree), str(file)).FAILS
    known = [check.name for check in checks]
    for name in fails:
        if name not in known:
            raise AuthorError(
                f"FAILS names {name}, and there is no such check",
                where=str(file),
                cure=did_you_mean(name, known),
            )
    source = complete(file, source, reference)
    return WrongAnswer(file.stem, source, bilingual(ast.get_docstring(tree), str(file)), fails)


def _fails(tree: ast.Module) -> dict[str, Any]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "FAILS":
            try:
                value = ast.literal_eval(node.value)
            except (ValueError, TypeError, RecursionError, MemoryError):
                value = None
            return {"FAILS": value if isinstance(value, tuple | str) else ast.unparse(node.value)}
    return {}


def _functions(reference: str, path: Path) -> tuple[str, ...]:
    strip_solutions(reference, str(path))  # raises where a mark has no partner
    lines = reference.splitlines()
    names = []
    for node in _parse(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            body = lines[node.lineno - 1 : node.end_lineno]
            if any(BEGIN in line for line in body):
                names.append(node.name)
    if not names:
        raise AuthorError(
            "no function holds a solution",
            where=str(path),
            cure=f"put the answer between {BEGIN} and {END}",
        )
    return tuple(names)


def _toml(path: Path) -> dict[str, Any]:
    try:
        data = tomllib.loads(_read(path))
    except (ValueError, RecursionError) as error:  # ValueError: also a number of 5,000 digits
        raise AuthorError(f"not valid TOML ({error})", where=str(path), cure="mend it") from None
    # TOML knows dates; ours are texts, which may name a zone too.
    return {key: str(value) if isinstance(value, date) else value for key, value in data.items()}


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise AuthorError("missing", where=str(path), cure="create it") from None
    except UnicodeDecodeError:
        raise AuthorError("not UTF-8", where=str(path), cure="save it as UTF-8") from None
    except OSError as error:
        words = error.strerror or "cannot be read"
        raise AuthorError(words, where=str(path), cure="put a readable file there") from None


def _parse(path: Path) -> ast.Module:
    try:
        return ast.parse(_read(path))
    except SyntaxError as error:
        raise AuthorError(
            f"syntax error: {error.msg}", where=f"{path}:{error.lineno}", cure="mend it"
        ) from None
    except (ValueError, RecursionError, MemoryError) as error:
        what = f"Python cannot read it ({type(error).__name__})"
        raise AuthorError(what, where=str(path), cure="mend it") from None
