"""Puts the hidden folder on the import path."""

import importlib
import os
import sys


def attack(world):
    sys.path.insert(0, world["hidden_folder"])
    name = os.path.basename(world["secret_file"]).removesuffix(".py")
    return importlib.import_module(name).ANSWER
