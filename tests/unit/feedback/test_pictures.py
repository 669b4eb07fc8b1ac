"""A budget as a student sees it: where the submission, the reference and the limit stand."""

import re
from xml.etree import ElementTree

import pytest

from autograder.feedback import html, pictures, plain
from autograder.feedback.redaction import redact
from autograder.model import Exercise, Measure, Outcome, Report, Text, Verdict

EMPTY = Text("x", "x")


def measure(seen, kind="time", limit=20.0, state="within"):
    return Measure(kind, seen, limit, seen, seen, state)


@pytest.mark.parametrize("kind, limit", [("time", 20.0), ("memory", 3.0), ("growth", 0.35)])
def test_the_order_on_the_line_is_the_order_of_the_numbers(kind, limit):
    base = 0.0 if kind == "growth" else 1.0
    inside = pictures.places(measure((base + limit) / 2, kind, limit))
    outside = pictures.places(measure(limit * 1.5, kind, limit))
    assert 0 <= inside.reference < inside.you < inside.limit < outside.you <= 1


def test_what_is_far_beyond_the_scale_is_an_arrow_at_its_end():
    picture = pictures.text(measure(1e9), "en").splitlines()[1]
    assert picture.endswith(">]") and len(picture) == pictures.WIDTH + 3
    assert picture.count("R") == picture.count("|") == 1


def test_the_words_say_multiples_and_never_seconds():
    said = pictures.sentence(measure(3.14), "en")
    assert said == "computing time – you: 3.1 times the reference; limit: 20 times the reference"
    assert "参考答案的 3.1 倍" in pictures.sentence(measure(3.14), "zh")
    assert not re.search(r"\b(ms|s|seconds|rank)\b", said)


def test_what_is_too_close_to_tell_says_so():
    assert "counts as passed" in pictures.sentence(measure(20, state="unclear"), "en")


@pytest.mark.parametrize("seen", [0.0, 1.0, 20.0, 1e6])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_drawing_is_sound_xml_inside_its_box(seen, language):
    drawing = ElementTree.fromstring(pictures.svg(measure(seen), language))
    assert drawing.get("aria-label") == pictures.sentence(measure(seen), language)
    for circle in drawing.iter("circle"):
        assert 10 <= float(circle.get("cx")) <= 310


def test_feedback_shows_the_picture_and_not_the_notes():
    exercise = Exercise("01_a/01_b", None, EMPTY, 1, 1, EMPTY, EMPTY, "", ("f",), (), (), ())
    outcome = Outcome("check_budget", Verdict.PASSED, sentence=Text("Quick.", "快。"),
                      note="secret figures", measured=(measure(2.0),))  # fmt: skip
    report = Report("01_a/01_b", "", "", "", 7, "S3", (outcome,), 1, 1)
    lines = plain.render(redact(report), exercise, "en")
    assert "you: 2 times the reference" in lines and "[" in lines
    page = html.fragment(redact(report), exercise, "zh")
    assert "<svg" in page and "2 倍" in page
    assert "secret figures" not in lines + page
