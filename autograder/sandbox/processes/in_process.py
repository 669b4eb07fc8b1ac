"""Student code in this very process: for self-checks and for authors at work. It cannot grade.

Values still pass through the codec, so a check sees exactly what it sees when grading.
"""

from __future__ import annotations

from collections.abc import Iterable

from autograder.model import Cell
from autograder.sandbox.processes.channel import Channel
from autograder.sandbox.processes.faults import StudentFault
from autograder.sandbox.processes.server import Server
from autograder.sandbox.processes.statements import Place, places_of


def load(
    cells: Iterable[Cell], scenario: str = ""
) -> tuple[Channel, list[tuple[Place, StudentFault]]]:
    """Run the cells here; return a channel to them, and what went wrong where."""
    server = Server()
    channel = Channel(server.answer)
    faults: list[tuple[Place, StudentFault]] = []
    for cell in cells:
        places = places_of(cell.name, cell.source)
        try:
            failed = channel.load(cell, range(max(len(places), 1)))
            faults += [(places[number], fault) for number, fault in failed]
        except StudentFault as fault:
            faults.append((Place(cell.name), fault))
    if scenario:
        channel.request("scenario", scenario)
    return channel, faults
