"""Student code in this very process: for self-checks and for authors at work. It cannot grade.

Values still pass through the codec, so a check sees exactly what it sees when grading.
"""

from __future__ import annotations

from collections.abc import Iterable

from autograder.model import Cell
from autograder.sandbox.processes.channel import Channel
from autograder.sandbox.processes.faults import StudentFault
from autograder.sandbox.processes.server import Server


def load(
    cells: Iterable[Cell], scenario: str = ""
) -> tuple[Channel, list[tuple[str, StudentFault]]]:
    """Run the cells here; return a channel to them, and what went wrong in which cell."""
    server = Server()
    channel = Channel(server.answer)
    faults = []
    for cell in cells:
        try:
            channel.load(cell)
        except StudentFault as fault:
            faults.append((cell.name, fault))
    if scenario:
        channel.request("scenario", scenario)
    return channel, faults
