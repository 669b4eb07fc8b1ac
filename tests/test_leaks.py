"""Nothing of an answer or of a hidden check reaches what students download.

Compared token by token, so that spacing and line breaks do not hide a copy.
"""

import ast
import functools
import io
import json
import re
import tarfile
import tokenize
import zipfile
from pathlib import Path

import pytest
from flit_core import buildapi

from autograder.course.catalog import load_course
from autograder.course.skeleton import BEGIN, END, skeleton
from autograder.handout import contents
from autograder.home import practice
from autograder.model import Exercise
from autograder.views import generate

ROOT = Path(__file__).parents[1]
WINDOW, PHRASE, IDIOM = 6, 10, 16
WORD = re.compile(r"\w+|[^\w\s]")
SILENT = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
          tokenize.ENDMARKER, tokenize.ENCODING)  # fmt: skip
COURSE = load_course(ROOT / "solutions")
# An answer has this line too, and so has every program that seeds and leaves the generator alone.
SEEDED = """with torch.random.fork_rng(devices=[]):
    torch.manual_seed(seed)"""


def published_text(path: str, text: str) -> str:
    """Return the file's text as a student reads it: a notebook's cells without the JSON."""
    if not path.endswith(".ipynb"):
        return text
    return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    """Every file that `autograder publish` writes, as text."""
    return {path: data.decode() for path, data in contents.files(COURSE).items()}


@pytest.fixture(scope="module")
def built(files, tmp_path_factory) -> dict[str, str]:
    """What pip makes of them: every file in the wheel and in the sdist."""
    folder, out = tmp_path_factory.mktemp("published"), tmp_path_factory.mktemp("built")
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)  # as pip calls it
        wheel, sdist = buildapi.build_wheel(str(out)), buildapi.build_sdist(str(out))
    found = {}
    with zipfile.ZipFile(out / wheel) as archive:
        found |= {f"wheel/{name}": archive.read(name).decode() for name in archive.namelist()}
    with tarfile.open(out / sdist) as archive:
        for member in archive.getmembers():
            found[f"sdist/{member.name}"] = archive.extractfile(member).read().decode()
    return found


@pytest.fixture(scope="module")
def published(files, built) -> dict[str, set[tuple[str, ...]]]:
    """The engine's own text speaks of torch as answers do: there a copy is a longer piece."""
    return {
        path: windows(
            WORD.findall(published_text(path, text)), IDIOM if is_engine(path) else WINDOW
        )
        for path, text in (files | built).items()
    }


def is_engine(path: str) -> bool:
    return "autograder/" in path and path.endswith(".py")


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
    seeded = windows(WORD.findall(SEEDED), IDIOM)
    for name, tokens in secrets(exercise).items():
        short, long = windows(tokens) - known, windows(tokens, IDIOM) - seeded
        for path, public in published.items():
            leaked = (long if is_engine(path) else short) & public
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


def test_the_comparison_finds_a_leak_in_the_engine():
    """There, too: no exercise's answer is so short that it has no piece of the longer kind."""
    seeded = windows(WORD.findall(SEEDED), IDIOM)
    for exercise in COURSE.exercises:
        answer = max(regions(exercise.reference), key=len)
        leaky = windows(WORD.findall(f"x = 1\n{answer}\n"), IDIOM)
        assert leaky & windows(WORD.findall(answer), IDIOM) - seeded, exercise.slug


def test_pip_adds_nothing_to_what_is_published(files, built):
    """Nor does it take more: what is built is what lies there, and what pip writes about it."""
    about = ("/METADATA", "/PKG-INFO", "/RECORD", "/WHEEL", "/entry_points.txt")
    known = set(files.values())
    assert {path for path, text in built.items() if text not in known} == {
        path for path in built if path.endswith(about)
    }
    assert not [path for path in built if "assignments" in path or "release" in path]


def test_no_private_file_name_is_published(files, built):
    for word in ("checks.py", "reference.py", "/wrong/", "/accepted/", "scenario.py", "solutions/",
                 "witnesses", "source/"):  # fmt: skip
        assert not [path for path in files | built if path.endswith(word) or word in path]


def test_no_name_of_a_check_or_of_a_wrong_answer_is_published(files, built):
    wrong = {answer.name for e in COURSE.exercises for answer in (*e.wrong, *e.accepted)}
    names = {check.name for exercise in COURSE.exercises for check in exercise.checks}
    names |= {name for name in wrong if "_" in name}
    for path, text in (files | built).items():
        assert not set(re.findall(r"\w+", text)) & names, path


def test_no_witness_is_published(files, built):
    found = [
        p for p in (ROOT / "witnesses").rglob("*.json") if not p.name.endswith(".budgets.json")
    ]
    kept = set().union(*(re.findall(r'"([\w+/=]{16,})"', p.read_text("utf-8")) for p in found))
    assert len(kept) > len(found)
    for path, text in (files | built).items():
        words = set(re.findall(r"[\w+/=]{16,}", text))
        assert not words & kept, path


def test_no_misconception_is_published(files, built):
    for exercise in COURSE.exercises:
        for answer in exercise.wrong:
            for language in ("en", "zh"):
                told = answer.misconception.in_(language)
                assert not [path for path, text in (files | built).items() if told in text]
