"""Why a text is no Python here is said where it is known, and only there."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.intake.diagnosis import conflict, diagnosed

CONFLICT = "def f(x):\n<<<<<<< Updated upstream\n    return 1\n{base}=======\n    return 2\n>>>>>>> Stashed changes\n"  # noqa: E501


@pytest.mark.parametrize("base", ["", "||||||| 3f1c2ab\n    return 0\n"])
def test_a_conflict_is_named_with_its_line(base):
    found = diagnosed(CONFLICT.format(base=base))
    assert found.line == 2 and "git conflict (`<<<<<<< Updated upstream`)" in found.what.en
    assert conflict("a\r\n<<<<<<< HEAD\r\nb").line == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [("x = 1\n=======\n>>>>>>> main\n", 2), ("x = 1\n>>>>>>> main\n", 2), ("<<<<<<< HEAD\n", 1)],
)
def test_marks_that_were_left_behind_are_named(text, line):
    assert diagnosed(text).line == line and conflict(text)


def test_an_underlined_title_is_no_conflict():
    assert conflict("Title\n=======\n") is None
    assert diagnosed('"""\n<<<<<<< HEAD\n"""\n') is None


@pytest.mark.parametrize(
    ("source", "line", "version"),
    [
        ("\ntype Shape = tuple[int, ...]\n", 2, "3.12"),
        ("type A[T: (int, str)] = list[T]", 1, "3.12"),
        ("def f[T](x: T) -> T:\n    return x", 1, "3.12"),
        ("class A:\n    async def f[\n        T,\n    ](x): pass", 2, "3.12"),
        ("class A[T = int]:\n    pass", 1, "3.13"),
        ("d = {}\nprint(f\"{d[\"a\"]}\")", 2, "3.12"),
        ("x = f\"{'\\n'.join(y)}\"", 1, "3.12"),
        ("x = f'{\n    1 +  # one\n    2\n}'", 1, "3.12"),
        ("x = f'{d['a']:>{w['b']}} {d['c']!r} {d['e']=}'", 1, "3.12"),
        ("x = f'''{d['''a''']}'''", 1, "3.12"),
        ("x = 1\ny = t'hi {name}'", 2, "3.14"),
        ("try:\n    pass\nexcept ValueError, TypeError:\n    pass", 3, "3.14"),
        ("type A = int\ny = t'{x}'", 2, "3.14"),
        ("print 'hello'", 1, "2"),
        ("if x:\n    print x, y", 2, "2"),
        ("try:\n    pass\nexcept ValueError, e:\n    pass", 3, "2"),
        ("raise ValueError, 'no'", 1, "2"),
        ("if a <> b: pass", 1, "2"),
    ],
)  # fmt: skip
def test_syntax_of_another_python_is_named(source, line, version):
    if version != "2" and tuple(map(int, version.split("."))) <= sys.version_info[:2]:
        pytest.skip("this interpreter reads it")
    found = diagnosed(source)
    assert found.line == line
    assert f"Python {version} syntax (`{source.splitlines()[line - 1].strip()}`)" in found.what.en
    assert f"graded with Python {sys.version_info[0]}.{sys.version_info[1]}" in found.what.en


@pytest.mark.parametrize(
    "source",
    [
        "def f(x:\n    return 1",
        "def f(x)\n    return x",
        "x = f'{a b}'",
        "x = 'open",
        "def f():\n    '''type X = 3; def g[T](x)'''\n    return (",
        "type X = int\ndef f(:",
        "# print x\nx = (",
        "s = 'print x'\nx = (",
        "x = f'{'",
        "x = f'{d['",
    ],
)
def test_an_ordinary_mistake_is_left_to_python(source):
    assert diagnosed(source) is None


@given(
    st.text(alphabet="fFtrb'\"{}[]():=!\\\n #adx,", max_size=40)
    | st.lists(
        st.sampled_from(
            ["def f[", "type X", "f'{", "}'", "except a, b:", "\n", "print x", "class A[", "]",
             "'" * 3, "=", " "]
        ),
        max_size=12,
    ).map("".join)
)  # fmt: skip
@settings(max_examples=300)
def test_any_text_is_diagnosed_or_not(source):
    found = diagnosed(source)
    assert found is None or 1 <= found.line <= source.count("\n") + 1


@pytest.mark.parametrize(
    ("part", "count"),
    [("f'{", 3000), ("f'{x['", 4000), ("def f[", 8000), ("(", 90_000), ("a ", 20_000)],
)
def test_hostile_text_is_quick(part, count):
    assert diagnosed(part * count) is None


@pytest.mark.parametrize("source", ["x = 1", "print(f'{x!r:>{w}}')", "a: type = 3\ntype(a)"])
def test_what_reads_has_no_diagnosis(source):
    assert diagnosed(source) is None
