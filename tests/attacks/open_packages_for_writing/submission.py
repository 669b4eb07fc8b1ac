"""Could rewrite a package that every later program imports; it opens it only."""

import torch


def attack(world):
    with open(torch.__file__, "r+b") as file:
        return file.writable()
