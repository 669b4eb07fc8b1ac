"""Reports that outlive a run: SQLite, keyed by content, one transaction a report."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import msgspec
import sqlalchemy as sa

import autograder
from autograder.errors import MachineError
from autograder.model import Report

_TABLES = sa.MetaData()
_REPORTS = sa.Table(
    "reports",
    _TABLES,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("exercise", sa.String, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)


def key_of(submission_digest: str, exercise_digest: str, seed: int, level: str) -> str:
    """Return the key of one report: whatever could change it is part of it."""
    parts = (submission_digest, exercise_digest, engine_version(), str(seed), level)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@cache
def engine_version() -> str:
    """Return the version of everything that decides a verdict: this engine and its libraries."""
    from importlib.metadata import version

    digest = hashlib.sha256()
    root = Path(autograder.__file__).parent
    for folder in ("checks", "sandbox", "grading"):
        for file in sorted((root / folder).glob("*.py")):
            digest.update(file.read_bytes())
    for package in ("torch", "numpy", "pandas", "hypothesis", "scikit-learn"):
        digest.update(version(package).encode())
    return f"{autograder.__version__}+{digest.hexdigest()[:12]}"


class Store:
    """The file of reports.

    Raises:
        MachineError: The file cannot be opened or written (locked, full or read-only disk).
    """

    def __init__(self, path: Path):
        self.path = Path(path)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._engine = sa.create_engine(f"sqlite:///{self.path}")
            with self._engine.begin() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
                _TABLES.create_all(connection)
        except (OSError, sa.exc.DatabaseError) as error:
            raise self._trouble(error) from None

    def find(self, key: str) -> Report | None:
        """Return the report kept under `key`, or None."""
        with self._engine.connect() as connection:
            body = connection.execute(
                sa.select(_REPORTS.c.body).where(_REPORTS.c.key == key)
            ).scalar_one_or_none()
        return None if body is None else decode_report(body)

    def append(self, key: str, report: Report) -> None:
        """Keep a report; it is on disk when this returns. A report of the same key is replaced."""
        row = {"key": key, "exercise": report.exercise, "body": encode_report(report)}
        try:
            with self._engine.begin() as connection:
                connection.execute(sa.insert(_REPORTS).prefix_with("OR REPLACE").values(row))
        except sa.exc.DatabaseError as error:
            raise self._trouble(error) from None

    def close(self) -> None:
        self._engine.dispose()

    def _trouble(self, error: Exception) -> MachineError:
        words = str(getattr(error, "orig", None) or error)
        return MachineError(
            f"the store cannot be used ({words})",
            where=str(self.path),
            cure="free disk space or end the program that locks it; run again, "
            "what is graded stays graded",
        )


def encode_report(report: Report) -> bytes:
    return msgspec.json.encode(report)


def decode_report(body: bytes) -> Report:
    return msgspec.json.decode(body, type=Report)
