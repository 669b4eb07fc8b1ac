"""Reports that outlive a run: SQLite, keyed by content, one transaction a report.

Each row carries a checksum of itself: a damaged one is graded again instead of believed.
"""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

import msgspec
import sqlalchemy as sa

from autograder.errors import MachineError
from autograder.model import Report
from autograder.storage.files import explained

SCHEMA = 1
CHECKSUM_BYTES = 16
LOCK_SECONDS = 10
KEPT = "then run again, what is graded stays graded"

_TABLES = sa.MetaData()
_REPORTS = sa.Table(
    "reports",
    _TABLES,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("exercise", sa.String, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)


class Store:
    """The file of reports.

    Raises:
        MachineError: The file cannot be opened or written (locked, damaged, from a newer
            autograder, full or read-only disk).
    """

    def __init__(self, path: Path):
        self.path = Path(path)
        with self._explained():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._engine = sa.create_engine(
                f"sqlite:///{self.path}", connect_args={"timeout": LOCK_SECONDS}
            )
            with self._engine.begin() as connection:
                version = self._version(connection)
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
                _TABLES.create_all(connection)
                if version != SCHEMA:
                    connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")

    def find(self, key: str) -> Report | None:
        """Return the report kept under `key`, or None; None too if it cannot be read any more."""
        with self._explained(), self._engine.connect() as connection:
            body = connection.execute(
                sa.select(_REPORTS.c.body).where(_REPORTS.c.key == key)
            ).scalar_one_or_none()
        if body is None or body[:CHECKSUM_BYTES] != _checksum(key, body[CHECKSUM_BYTES:]):
            return None
        try:
            return decode_report(body[CHECKSUM_BYTES:])
        except msgspec.MsgspecError:  # it was whole when an older autograder wrote it
            return None

    def append(self, key: str, report: Report) -> None:
        """Keep a report; it is on disk when this returns. A report of the same key is replaced."""
        body = encode_report(report)
        row = {"key": key, "exercise": report.exercise, "body": _checksum(key, body) + body}
        with self._explained(), self._engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA synchronous=FULL")
            connection.execute(sa.insert(_REPORTS).prefix_with("OR REPLACE").values(row))

    def close(self) -> None:
        self._engine.dispose()

    def _version(self, connection: sa.Connection) -> int:
        version: int = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if version > SCHEMA:
            raise MachineError(
                f"the store was written by a newer autograder (format {version}, not {SCHEMA})",
                where=str(self.path),
                cure="grade with that one, or choose another folder with --out",
            )
        return version

    def _explained(self) -> contextlib.AbstractContextManager[None]:
        return explained(KEPT, "the store", str(self.path))


def _checksum(key: str, body: bytes) -> bytes:
    return hashlib.sha256(key.encode() + body).digest()[:CHECKSUM_BYTES]


def encode_report(report: Report) -> bytes:
    return msgspec.json.encode(report)


def decode_report(body: bytes) -> Report:
    return msgspec.json.decode(body, type=Report)
