"""Nothing of an answer or of a hidden check reaches what students download.

Compared token by token, so that spacing and line breaks do not hide a copy.
"""

import ast
import functools
import io
import json
import re
import tokenize
from pathlib import Path

import pytest

from autograder.course.catalog import load_course
from autograder.course.skeleton import BEGIN, END, skeleton
from autograder.home import practice
from autograder.model import Exercise
from autograder.views import generate

ROOT = Path(__file__).parents[1]
WINDOW, PHRASE, IDIOM = 6, 10, 16
WORD = re.compile(r"\w+|[^\w\s]")
SILENT = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
          tokenize.ENDMARKER, tokenize.ENCODING)  # fmt: skip
COURSE = load_course(ROOT / "solutions")


def published_text(path: str, text: str) -> str:
    """Return the file's text as a student reads it: a notebook's cells without the JSON."""
    if not path.endswith(".ipynb"):
        return text
    return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])


@pytest.fixture(scope="module")
def published() -> dict[str, set[tuple[str, ...]]]:
    files = generate(COURSE)
    public = {p: t for p, t in files.items() if p.startswith(("release/", "assignments/"))}
    return {path: windows(WORD.findall(published_text(path, t))) for path, t in public.items()}


def windows(tokens: list[str], size: int = WINDOW) -> set[tuple[str, ...]]:
    return {tuple(tokens[i : i + size]) for i in range(len(tokens) - size + 1)}


def signatures(exercise: Exercise) -> list[str]:
    """Return every signature as a statement names it: `f(x, y)`, without annotations."""
    found = [n for n in ast.walk(ast.parse(skeleton(exercise))) if isinstance(n, ast.FunctionDef)]
    return [f"{n.name}({', '.join(a.arg for a in n.args.args)})" for n in found]


@functools.cache
def public_by_intent() -> set[tuple[str, ...]]:
    """Return what authors publish: skeletons, and short phrases such as a call in a statement."""
    texts = [skeleton(exercise) for exercise in COURSE.exercises] + statements() + practices()
    return set().union(*(windows(WORD.findall(text)) for text in texts))


def statements() -> list[str]:
    return [text for e in COURSE.exercises for text in (e.statement.en, e.statement.zh)]


def practices() -> list[str]:
    """Return what is handed out of budgets: drivers, their names and the sizes of inputs."""
    found = [practice.decoded(e.practices) for e in COURSE.exercises if e.practices]
    names = [f'"{budget.function}",' for each in found for budget in each.budgets]
    sizes = [", ".join(map(str, b.sizes)) for each in found for b in each.budgets]
    return [each.scenario for each in found] + names + sizes


def code_tokens(source: str) -> list[str]:
    """Return the tokens of the code alone: no comment, no docstring, no import, no layout."""
    tokens, line = [], []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in SILENT:
            line.append(token)
        elif token.type == tokenize.NEWLINE:
            first = line[0]
            is_docstring = len(line) == 1 and first.type == tokenize.STRING
            if not is_docstring and first.string not in ("import", "from"):
                tokens += [word for t in line for word in WORD.findall(t.string)]
            line = []
    return tokens


def regions(reference: str) -> list[str]:
    """Return the text of every solution region."""
    found, inside = [], False
    for line in reference.splitlines():
        if BEGIN in line:
            inside = True
            found.append([])
        elif END in line:
            inside = False
        elif inside:
            found[-1].append(line)
    return ["\n".join(lines) for lines in found]


def secrets(exercise: Exercise) -> dict[str, list[str]]:
    """Return the tokens of each private source."""
    private = {f"solution {n}": WORD.findall(t) for n, t in enumerate(regions(exercise.reference))}
    private["checks.py"] = code_tokens((exercise.folder / "checks.py").read_text("utf-8"))
    for kind, answers in (("wrong", exercise.wrong), ("accepted", exercise.accepted)):
        private |= {f"{kind}/{a.name}": code_tokens(a.source) for a in answers}
    return private


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda e: e.slug)
def test_no_private_code_is_published(exercise, published):
    known = public_by_intent()
    for name, tokens in secrets(exercise).items():
        private = windows(tokens) - known
        for path, public in published.items():
            leaked = private & public
            assert not leaked, f"{name} of {exercise.slug} in {path}: {sorted(leaked)[:3]}"


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda e: e.slug)
def test_no_statement_holds_a_piece_of_an_answer(exercise):
    # A statement names the signature without annotations, as `fit(images, labels)`.
    signatures = set().union(
        *(
            windows(WORD.findall(call), PHRASE)
            for text in statements()
            for name in (f for other in COURSE.exercises for f in other.functions)
            for call in re.findall(rf"\b{name}\([^()`]*\)", text)
        )
    )
    known = windows(WORD.findall(skeleton(exercise)), PHRASE) | signatures
    told = set().union(*(windows(WORD.findall(text), PHRASE) for text in statements()))
    for name, tokens in secrets(exercise).items():
        leaked = (windows(tokens, PHRASE) - known) & told
        assert not leaked, f"{name} of {exercise.slug} in a statement: {sorted(leaked)[:3]}"


def test_no_driver_that_is_handed_out_holds_a_piece_of_an_answer():
    drivers = set().union(*(windows(WORD.findall(text), IDIOM) for text in practices()))
    assert drivers
    for exercise in COURSE.exercises:
        for region in regions(exercise.reference):
            leaked = windows(WORD.findall(region), IDIOM) & drivers
            assert not leaked, f"{exercise.slug}: {sorted(leaked)[:3]}"


def test_the_comparison_finds_a_leak(published):
    """The positive control: the instructor's notebook does hold every solution."""
    files = generate(COURSE)
    for exercise in COURSE.exercises:
        path = f"source/{exercise.assignment}/{exercise.assignment}.ipynb"
        text = windows(WORD.findall(published_text(path, files[path])))
        region = max(regions(exercise.reference), key=len)
        assert windows(WORD.findall(region)) <= text, exercise.slug


def test_no_private_file_name_is_published():
    public = [p for p in generate(COURSE) if p.startswith(("release/", "assignments/"))]
    for word in ("checks.py", "reference.py", "/wrong/", "/accepted/", "scenario.py"):
        assert not [path for path in public if path.endswith(word) or word in path]


def test_no_check_name_is_published():
    files = generate(COURSE)
    names = {check.name for exercise in COURSE.exercises for check in exercise.checks}
    for path, text in files.items():
        words = set(re.findall(r"check_\w+", text))
        assert not words & names, path
