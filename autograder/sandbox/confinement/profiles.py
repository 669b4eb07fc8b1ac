"""Sandbox profiles: what an exercise's kind of code needs beyond computing. Data only."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.model import Level, ProfileName


@dataclass(frozen=True)
class Profile:
    """What children of one profile may do beyond computing and reading.

    Attributes:
        level: The confinement level it needs; without private mounts nothing can be written, and
            without a process tree of its own nothing may be started.
        folders: Private, empty, writable folders, gone with the process; the first one is the
            working and temporary folder.
        folder_bytes: Size of each of them.
        tasks: How many processes and threads its user may have.
        processes: Whether it may start processes, as DataLoader workers are.
        programs: Whether it may run programs, as a compiler is.
    """

    level: Level = Level.S2
    folders: tuple[str, ...] = ()
    folder_bytes: int = 64 << 20
    tasks: int = 4096
    processes: bool = False
    programs: bool = False


PROFILES = {
    ProfileName.PURE: Profile(),
    ProfileName.AIO: Profile(),
    ProfileName.FILES: Profile(Level.S3, ("/tmp",)),
    ProfileName.WORKERS: Profile(Level.S3, ("/tmp", "/dev/shm"), tasks=256, processes=True),
    ProfileName.COMPILE: Profile(
        Level.S3, ("/tmp", "/dev/shm"), 256 << 20, tasks=256, processes=True, programs=True
    ),
}
