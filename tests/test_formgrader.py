"""formgrader in a real browser: the list of submissions, and one submission with our feedback."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
import small_course
from small_course import ASSIGNMENT, ROOT

from autograder.grading.batch import Engine
from autograder.intake.collect import read_submissions
from autograder.nbgrader import gradebook
from tests.machine import HANG_SECONDS

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER),
    reason="no Chromium here, so formgrader is not tested; run .ci/system-packages as root",
)
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--window-size=1200,1600",
)  # fmt: skip


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course whose gradebook our exporter filled, and the grades it filled in."""
    root = tmp_path_factory.mktemp("course")
    course = small_course.make(root)
    small_course.hand_in_class(root, course)
    submissions = read_submissions(root / "submitted", course).submissions
    with Engine(course, seed=7) as engine:
        grades = engine.grade(submissions)
    gradebook.write(course, grades, root, submissions)
    return root, grades


@pytest.fixture(scope="module")
def root(graded):
    return graded[0]


@pytest.fixture(scope="module")
def address(root, tmp_path_factory):
    """A Jupyter server with nbgrader's extensions, its settings and state in folders of its own."""
    home = tmp_path_factory.mktemp("jupyter")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "HOME": str(home)}
    environment |= {f"JUPYTER_{n}_DIR": str(home / n) for n in ("CONFIG", "DATA", "RUNTIME")}
    command = [sys.executable, "-m", "jupyter", "server", "--no-browser", "--allow-root",
               "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0",
               "--IdentityProvider.token=", "--ServerApp.password=",
               *extensions("formgrader", "validate_assignment")]  # fmt: skip
    log = (home / "log").open("w")
    server = subprocess.Popen(command, cwd=root, env=environment, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{url}/api", server, home / "log")
        yield url
    finally:
        server.terminate()
        server.wait(HANG_SECONDS)


def extensions(*names: str) -> list[str]:
    on = ", ".join(f"'nbgrader.server_extensions.{name}': True" for name in names)
    return [f"--ServerApp.jpserver_extensions={{{on}}}"]


def wait_for(url: str, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + HANG_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=HANG_SECONDS).close()
            return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"the Jupyter server did not start:\n{log.read_text()}")


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    driver.set_page_load_timeout(HANG_SECONDS)
    yield driver
    driver.quit()


def text_when(browser, ready: str) -> str:
    """Return the page's text once it holds `ready`; formgrader fills its tables afterwards."""
    from selenium.webdriver.support.ui import WebDriverWait

    def body(driver):
        return driver.execute_script("return document.body.innerText")

    WebDriverWait(browser, HANG_SECONDS).until(
        lambda driver: ready in body(driver), f"never saw {ready!r}"
    )
    return body(browser)


def scores_when_filled(browser) -> list[str]:
    """Return the score of every grade cell; formgrader fills them in after the page is there."""
    from selenium.webdriver.support.ui import WebDriverWait

    script = "return [...document.querySelectorAll('input.score')].map(i => i.placeholder)"
    return WebDriverWait(browser, HANG_SECONDS).until(
        lambda driver: all(found := driver.execute_script(script)) and found,
        "the scores stayed empty",
    )


def picture(browser, name: str) -> None:
    """Keep a screenshot where AUTOGRADER_SCREENSHOTS says, for people to look at."""
    folder = os.environ.get("AUTOGRADER_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        browser.save_screenshot(f"{folder}/{name}.png")


def test_the_list_of_submissions(browser, address, graded):
    browser.get(f"{address}/formgrader/manage_submissions/{ASSIGNMENT}")
    page = text_when(browser, "eve\tNone\tgraded")
    picture(browser, "submissions")
    rows = dict(re.findall(r"\t(\w+)\t.*\tgraded\t(.+?)\t", page))
    # This page shows scores before the late penalty; export and feedback show them after it.
    assert {s: row.split(" / ") for s, row in rows.items()} == {
        grade.student: [f"{grade.score:g}", f"{grade.points:g}"] for grade in graded[1]
    }


def test_the_gradebook_shows_every_score(browser, address):
    browser.get(f"{address}/formgrader/gradebook/{ASSIGNMENT}")
    page = text_when(browser, "Notebook ID")
    picture(browser, "gradebook")
    assert ASSIGNMENT in page


def test_a_submission_shows_scores_and_our_feedback(browser, address, root):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        ids = {s: gradebook.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, s).id
               for s in ("bob", "dan", "eve")}  # fmt: skip
        score = gradebook.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, "bob").score
    browser.get(f"{address}/formgrader/submissions/{ids['bob']}/")
    page = text_when(browser, "Channels first")
    picture(browser, "bob")
    assert "checks passed" in page and "Every pixel keeps its picture" in page
    inputs = scores_when_filled(browser)
    assert sum(map(float, inputs)) == pytest.approx(score)
    browser.get(f"{address}/formgrader/submissions/{ids['dan']}/")
    assert "more than once" in text_when(browser, "Well done!")
    picture(browser, "dan")
    browser.get(f"{address}/formgrader/submissions/{ids['eve']}/")
    assert "damaged" in text_when(browser, "damaged")
