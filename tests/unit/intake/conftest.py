"""The small course of these tests, and a folder for what is handed in."""

import pytest

from tests.unit.intake.hand_ins import course_in


@pytest.fixture
def course(tmp_path):
    return course_in(tmp_path)


@pytest.fixture
def work(tmp_path):
    folder = tmp_path / "class"
    folder.mkdir()
    return folder
