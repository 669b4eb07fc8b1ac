"""Gives the hidden file a second name elsewhere."""

import os


def attack(world):
    link = os.path.join(world["folder"], "link")
    os.link(world["secret_file"], link)
    with open(link) as file:
        return file.read()
