"""Computes in a second process, with twice the limits."""

import multiprocessing
import os


def work(pipe):
    pipe.send_bytes(str(os.getpid()).encode())


def attack(world):
    ours, theirs = multiprocessing.Pipe()
    worker = multiprocessing.get_context("fork").Process(target=work, args=(theirs,))
    worker.start()
    other = int(ours.recv_bytes())
    worker.join()
    return other != os.getpid()
