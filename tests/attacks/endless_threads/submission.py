"""Spends the processor time elsewhere than where it is called."""

import threading
import time

import torch


def work():
    matrix = torch.ones(200, 200)
    while True:
        torch.mm(matrix, matrix)


def attack(world):
    for _ in range(4):
        threading.Thread(target=work, daemon=True).start()
    time.sleep(1000)
