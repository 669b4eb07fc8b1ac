"""Opens the hidden file by a relative path, past rules that look at how a path begins."""

import os


def attack(world):
    os.chdir(world["hidden_folder"])
    with open(os.path.basename(world["secret_file"])) as file:
        return file.read()
