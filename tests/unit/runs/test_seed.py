"""One hidden seed for a class, whoever asks for it first."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder.errors import SubmissionError
from autograder.runs import seed as module
from autograder.runs.seed import kept_seed


def test_it_is_drawn_once_and_only_its_owner_may_read_it(tmp_path):
    first = kept_seed(tmp_path / "results")
    assert first.bit_length() > 32, "a short one could be tried out"
    assert kept_seed(tmp_path / "results") == first
    assert (tmp_path / "results/seed").stat().st_mode & 0o777 == 0o600


def test_a_wanted_one_is_kept(tmp_path):
    assert kept_seed(tmp_path, 7) == 7 == kept_seed(tmp_path)
    assert kept_seed(tmp_path, 0) == 0 == kept_seed(tmp_path)


def test_a_new_round_draws_another(tmp_path):
    assert kept_seed(tmp_path, new_round=True) != kept_seed(tmp_path, new_round=True)


@pytest.mark.parametrize("mode, later", [(0o644, 0o600), (0o600, 0o600), (0o640, 0o640)])
def test_an_older_file_keeps_its_seed_and_is_closed_to_strangers(tmp_path, mode, later):
    """A group that may read it was let in by a person; everybody was not."""
    (tmp_path / "seed").write_text("4000000000\n")
    (tmp_path / "seed").chmod(mode)
    assert kept_seed(tmp_path) == 4_000_000_000
    assert (tmp_path / "seed").stat().st_mode & 0o777 == later


def test_runs_that_start_together_have_one_seed(tmp_path, monkeypatch):
    real = module.write_whole
    monkeypatch.setattr(module, "write_whole", lambda *a: (time.sleep(0.05), real(*a)))
    with ThreadPoolExecutor(4) as pool:
        seeds = set(pool.map(lambda _: kept_seed(tmp_path / "results"), range(4)))
    assert len(seeds) == 1


@pytest.mark.parametrize("wanted", [2**64, -(2**64), True, 1.5, "7"])
def test_what_is_no_seed_is_refused(tmp_path, wanted):
    with pytest.raises(SubmissionError, match="is no seed"):
        kept_seed(tmp_path, wanted)
    assert not (tmp_path / "seed").exists()


def test_a_damaged_file_is_said(tmp_path):
    (tmp_path / "seed").write_text("seven\n")
    with pytest.raises(SubmissionError, match="not a number"):
        kept_seed(tmp_path)
