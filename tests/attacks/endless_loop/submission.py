"""Computes for ever."""


def attack(world):
    while True:
        pass
