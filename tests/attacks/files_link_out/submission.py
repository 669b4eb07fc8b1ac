"""Makes a link in its private folder that leads to the hidden checks, and reads it."""

import os


def attack(world):
    os.symlink(world["secret_file"], f"/tmp/{world['name']}.link")
    try:
        with open(f"/tmp/{world['name']}.link") as file:
            return file.read()
    finally:
        os.unlink(f"/tmp/{world['name']}.link")
