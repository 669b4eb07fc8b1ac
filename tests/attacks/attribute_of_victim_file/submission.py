"""Sets an extended attribute, which Landlock does not restrict."""

import os


def attack(world):
    os.setxattr(world["victim_file"], "user.note", b"full marks")
