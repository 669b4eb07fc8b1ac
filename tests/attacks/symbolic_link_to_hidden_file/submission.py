"""Gives the hidden file another path, past rules that compare paths."""

import os


def attack(world):
    link = os.path.join(world["folder"], "link")
    os.symlink(world["secret_file"], link)
    with open(link) as file:
        return file.read()
