"""The rules of docs/architecture.md that a machine can hold."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENGINE = ROOT / "autograder"
FILES = sorted(ENGINE.rglob("*.py"))
TREES = {file: ast.parse(file.read_text(encoding="utf-8")) for file in FILES}


def name_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(file: Path, top_level_only: bool = False) -> set[str]:
    """Names of our own modules that this one imports."""
    known = {name_of(f) for f in FILES}
    found = set()
    nodes = TREES[file].body if top_level_only else ast.walk(TREES[file])
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in known else node.module)
    return found & known


def percentile(values, share):
    return sorted(values)[int(share * (len(values) - 1))]


def lengths_of_functions():
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.end_lineno - node.lineno + 1, f"{file.relative_to(ROOT)}:{node.name}"


def test_functions_and_files_stay_small():
    functions = list(lengths_of_functions())
    assert percentile([n for n, _ in functions], 0.95) <= 40
    assert max(functions)[0] <= 80, max(functions)
    lines = [len(file.read_text(encoding="utf-8").splitlines()) for file in FILES]
    assert percentile(lines, 0.95) <= 350


def test_student_code_is_executed_at_exactly_one_line():
    places = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("exec", "eval")
    ]
    assert len(places) == 1 and places[0].startswith("autograder/sandbox/processes/server.py"), (
        places
    )


def test_no_pickle_anywhere():
    banned = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            names = set()
            if isinstance(node, ast.Import):
                names = {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names = {(node.module or "").split(".")[0]}
            assert not names & banned, f"{file.relative_to(ROOT)} imports {names & banned}"
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("send", "recv"):
                # Connection.send and .recv pickle; sockets and *_bytes do not.
                assert "connection" not in ast.unparse(node.func.value), file


# Room -> the rooms whose modules it may import, lazily and for types too. A room is a folder of
# autograder/, or one of the sandbox; `model` and `errors` are open to everybody.
ARROWS = {
    "errors": "",
    "model": "errors",
    "sandbox.codec": "",
    "sandbox.confinement": "",
    "drivers": "",
    "sandbox.processes": "drivers sandbox.codec sandbox.confinement",
    "storage": "",
    "course": "",
    "checks": "sandbox.codec sandbox.processes",
    "measuring": "checks sandbox.codec sandbox.confinement sandbox.processes",
    "intake": "course",
    "home": "intake measuring sandbox.codec sandbox.processes",
    "grading": "checks course intake measuring storage sandbox.codec sandbox.confinement "
    "sandbox.processes",
    "authoring": "course grading home measuring storage views sandbox.codec sandbox.processes",
    "feedback": "grading",
    "views": "course home",
    "handout": "course grading home storage views",
    "exporters": "feedback grading",
    "reports": "feedback grading",
    "runs": "course exporters feedback grading intake reports storage",
    "nbgrader": "course feedback grading intake runs storage views",
    "cli": "authoring course exporters feedback grading handout home nbgrader reports runs "
    "storage views sandbox.confinement sandbox.processes",
    # The package itself is the outermost room: what Python users import by one name.
    "autograder": "grading runs",
    # Names that released notebooks import; they hold nothing.
    "selfcheck": "home",
    "vision": "sandbox.processes",
}
OPEN = {"model", "errors"}


def room_of(module: str) -> str:
    package, *parts = module.split(".")
    if not parts:
        return package
    return ".".join(parts[:2]) if parts[0] == "sandbox" else parts[0]


def graph() -> dict[str, set[str]]:
    """Return every arrow between our modules; what a package re-exports counts as its own room's.

    ``from autograder.sandbox import codec`` is an arrow to the codec, not to the empty package.
    """
    return {
        name_of(file): imports_of(file) - {name_of(file), "autograder.sandbox"} for file in FILES
    }


def test_no_import_circles():
    """Lazy imports and those for types count: a circle that hides is a circle."""
    arrows, done = graph(), set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join((*path, module))
        if module not in done:
            for other in arrows[module]:
                visit(other, (*path, module))
            done.add(module)

    for module in arrows:
        visit(module, ())


def test_every_arrow_between_rooms_is_drawn():
    used: dict[str, set[str]] = {}
    for module, others in graph().items():
        if module == "autograder.sandbox":
            continue
        room = room_of(module)
        assert room in ARROWS, f"{module} lies in no room"
        for other in others:
            target = room_of(other)
            allowed = {room, *ARROWS[room].split(), *(() if room in OPEN else OPEN)}
            assert target in allowed, f"{module} imports {other}"
            used.setdefault(room, set()).add(target)
    for room, targets in ARROWS.items():
        unused = set(targets.split()) - used.get(room, set())
        assert not unused, f"{room} imports nothing of {unused}: take the arrow away"


def test_the_rooms_have_an_order():
    """No arrow leads back up: each room can be read when those it imports are known."""
    left, order = dict(ARROWS), []
    while left:
        ready = [room for room, targets in left.items() if not set(targets.split()) & set(left)]
        assert ready, f"these rooms import each other in a circle: {sorted(left)}"
        order += ready
        for room in ready:
            del left[room]


# Other people's names that start with an underscore; each is documented, or there is no other way.
FOREIGN = {
    "_exit",  # os: ends a process without running what others left to be run at its end
    "_getframe",  # sys: the notebook's own frame, at home
    "_fields",  # collections.namedtuple: documented; underscored so that no field can meet it
    "_fixtureinfo",  # pytest: which fixtures a check asks for, where its test loop is replaced
    "_EndRecData",  # zipfile: how many members an archive claims, before they become objects
    "_ECD_ENTRIES_TOTAL",
    "_ECD_SIZE",
    "_GLOBAL_DEVICE_CONTEXT",  # torch: the default device, where asking for it would make a tensor
    "_is_zerotensor",  # torch: a tensor without memory, of which nothing could be copied
}


def privates_defined(tree: ast.AST) -> set[str]:
    """Names that a module gives to functions, classes, variables and attributes."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.attr if isinstance(node, ast.Attribute) else node.id)
    return found


def test_no_module_reads_the_private_attributes_of_another():
    used = set()
    for file, tree in TREES.items():
        own = privates_defined(tree) | FOREIGN
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and re.fullmatch(r"_[^_].*", node.attr):
                inherited = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
                used.add(node.attr)
                assert node.attr in own or inherited, (
                    f"{file.relative_to(ROOT)}:{node.lineno} reads {ast.unparse(node)}"
                )
    assert used >= FOREIGN, f"nobody uses {FOREIGN - used}: take it off the list"


PURE = (
    "model",
    "errors",
    "sandbox.confinement.policy",
    "sandbox.codec.frames",
    "grading.score",
    "feedback.redaction",
    "feedback.entries",
    "feedback.plain",
    "intake.notebook_format",
)


@pytest.mark.parametrize("module", PURE)
def test_the_core_is_pure(module):
    """No files, processes, clocks or databases where values are only computed."""
    file = ENGINE / (module.replace(".", "/") + ".py")
    banned = {"os", "subprocess", "socket", "time", "sqlite3", "sqlalchemy", "tempfile", "shutil"}
    for node in ast.walk(TREES[file]):
        if isinstance(node, ast.Import):
            assert not {a.name.split(".")[0] for a in node.names} & banned, module
        elif isinstance(node, ast.ImportFrom):
            assert (node.module or "").split(".")[0] not in banned, module
        elif isinstance(node, ast.Call):
            assert getattr(node.func, "id", "") != "open", module


def test_nothing_in_the_tree_names_one_machine():
    pattern = re.compile(r"(^|[^.\w])/(home|root|work)/[a-z]")
    for file in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *FILES]:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            assert not pattern.search(line), f"{file.relative_to(ROOT)}:{number}"


def test_public_functions_and_classes_have_docstrings():
    bare = []
    for file, tree in TREES.items():
        if ast.get_docstring(tree) is None:
            bare.append(str(file.relative_to(ROOT)))
        for node in tree.body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_"
            if public and ast.get_docstring(node) is None and node.end_lineno - node.lineno > 4:
                bare.append(f"{file.relative_to(ROOT)}:{node.name}")
    assert not bare


# Functions that nobody calls by hand: they get the parts of a message, in the order they are sent.
BY_POSITION = {
    "sandbox/processes/server.py:on_call",  # a request
    "sandbox/codec/decoder.py:tensor",  # a node of a frame, as those below
    *(
        f"sandbox/codec/pandas_codec.py:_decode_{kind}"
        for kind in ("category", "frame", "masked", "multi", "regular", "series")
    ),
}


def functions_with_owners():
    """Yield (file, function, whether its first parameter is the instance or the class)."""
    for file, tree in TREES.items():
        for owner in ast.walk(tree):
            for node in ast.iter_child_nodes(owner):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    static = "staticmethod" in map(ast.unparse, node.decorator_list)
                    yield file, node, isinstance(owner, ast.ClassDef) and not static


def test_at_most_four_parameters_are_positional():
    """A call with five values in a row cannot be read; further ones are named, after a `*`."""
    many = set()
    for file, node, bound in functions_with_owners():
        if any("click." in ast.unparse(decorator) for decorator in node.decorator_list):
            continue  # click calls it, and names every argument
        if len(node.args.posonlyargs) + len(node.args.args) - bound > 4:
            many.add(f"{file.relative_to(ENGINE)}:{node.name}")
    assert many == BY_POSITION


def test_classes_inherit_once():
    """A class of ours whose base is ours is nobody's base; the tree of errors may be deeper."""
    bases = {
        node.name: {ast.unparse(base).split(".")[-1] for base in node.bases}
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    ours = {name: found & set(bases) for name, found in bases.items()}
    deep = {name for name, found in ours.items() if any(ours[base] for base in found)}
    errors = {
        node.name for node in TREES[ENGINE / "errors.py"].body if isinstance(node, ast.ClassDef)
    }
    assert not {name for name in deep if not ours[name] <= errors}


CHANGES = {"add", "append", "clear", "extend", "insert", "pop", "remove", "setdefault", "update"}
# torch keeps a declared schema only as long as the library object that declared it.
KEPT_BY_MODULES = {"sandbox/processes/torchvision_shim.py:_declared"}


def changed_names(node: ast.AST):
    """Yield the names whose value is changed in place, or bound anew as globals."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Global):
            yield from inner.names
        value = None
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute):
            value = inner.func.value if inner.func.attr in CHANGES else None
        elif isinstance(inner, ast.Subscript | ast.Attribute) and not isinstance(
            inner.ctx, ast.Load
        ):
            value = inner.value
        if isinstance(value, ast.Name):
            yield value.id


def test_no_state_at_module_level():
    """No function changes what a module holds; caches by content (`lru_cache`) are no state."""
    kept = set()
    for file, tree in TREES.items():
        held = {
            target.id
            for node in tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                kept |= {f"{file.relative_to(ENGINE)}:{n}" for n in held & set(changed_names(node))}
    assert kept == KEPT_BY_MODULES
