"""Crashes."""

import ctypes


def attack(world):
    return ctypes.string_at(0)
