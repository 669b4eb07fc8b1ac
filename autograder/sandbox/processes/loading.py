"""A submission's cells, loaded into one process after the other: what ran, and what did not."""

from __future__ import annotations

from collections.abc import Callable

from autograder.model import Cell, Exercise
from autograder.sandbox.processes.channel import Channel
from autograder.sandbox.processes.faults import StudentFault, StudentRaised
from autograder.sandbox.processes.statements import Place, places_of

# So often a cell may end its process, while it is found out which statement does; after that its
# rest is left out.
MAX_DEATHS = 4
# A submission's warnings are read by people.
MAX_FAULTS = 40


class Loading:
    """What is left of a submission to load, statement by statement.

    Attributes:
        faults: What went wrong and where, each once, whatever process met it.
    """

    def __init__(self, exercise: Exercise, cells: tuple[Cell, ...]):
        self.faults: list[tuple[Place, StudentFault]] = []
        self._exercise, self._cells = exercise, cells
        self._places = [() if cell.module else places_of(cell.name, cell.source) for cell in cells]
        # Asked for at once, until one of them ends the process: then each of its cell alone.
        self._parts = [[range(max(len(places), 1))] for places in self._places]
        self._deaths = [0] * len(cells)
        self._unbound: set[str] = set()  # what failed statements would have bound

    def run(self, channel: Channel, has_died: Callable[[], bool]) -> None:
        """Load all of it into a process that has loaded nothing yet.

        Args:
            has_died: Whether the process is gone.

        Raises:
            StudentFault: It is gone; the next one is spared what ended it.
        """
        for number, cell in enumerate(self._cells):
            for part in tuple(self._parts[number]):
                try:
                    failed = channel.load(cell, part)
                except StudentFault as fault:
                    if has_died():
                        self._leave_out(number, part, fault)
                        raise
                    self._remember(number, part, fault)
                else:
                    for statement, error in failed:
                        self._remember(number, range(statement, statement + 1), error)
        if self._exercise.scenario:
            self._load_scenario(channel, has_died)

    def _load_scenario(self, channel: Channel, has_died: Callable[[], bool]) -> None:
        """Load our driver; that it fails beside the submission's code is that code's fault."""
        try:
            channel.request("scenario", self._exercise.scenario)
        except StudentFault as fault:
            self._note(Place("scenario.py"), fault)
            if has_died():
                self._parts = [[] for _ in self._cells]
                raise

    def _leave_out(self, number: int, part: range, fault: StudentFault) -> None:
        """Load what ended the process no more: one statement, if it can be told which."""
        parts = self._parts[number]
        where = parts.index(part)
        self._deaths[number] += 1
        if self._deaths[number] > MAX_DEATHS:
            del parts[where:]
            self._note(Place(self._cells[number].name), fault)
        elif len(part) > 1:
            parts[where : where + 1] = [range(each, each + 1) for each in part]
        else:
            del parts[where]
            self._remember(number, part, fault)

    def _remember(self, number: int, part: range, fault: StudentFault) -> None:
        places = self._places[number] if len(part) == 1 else ()
        self._note(places[part.start] if places else Place(self._cells[number].name), fault)

    def _note(self, place: Place, fault: StudentFault) -> None:
        """Keep a fault, unless it is known, follows from an earlier one, or there are enough."""
        if any(place == known for known, _ in self.faults) or len(self.faults) >= MAX_FAULTS:
            return
        if not self._follows(fault):
            self.faults.append((place, fault))
        self._unbound |= place.binds

    def _follows(self, fault: StudentFault) -> bool:
        """Return whether it says that a name is missing which a failed statement would bind."""
        is_name = isinstance(fault, StudentRaised) and fault.is_a("NameError")
        return is_name and any(f"'{name}'" in str(fault) for name in self._unbound)
