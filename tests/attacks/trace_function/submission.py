"""A trace function changes the arguments of the reference while it runs."""

import sys
import threading


def tracer(frame, event, arg):
    if frame.f_code.co_name == "double" and "x" in frame.f_locals:
        frame.f_locals["x"] = frame.f_locals["x"] * 0
    return tracer


sys.settrace(tracer)
threading.settrace(tracer)


def double(x):
    return x * 0
