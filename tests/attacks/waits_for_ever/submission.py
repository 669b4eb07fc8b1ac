"""Never returns: a grader that gives up may call it its own fault."""

import time


def double(x):
    while True:
        time.sleep(1)
