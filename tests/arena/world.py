"""What an attack may find: decoys that belong to the test, and what became of them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import secrets
import shutil
import signal
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.arena import victim

ALLOWED_ENTRIES = {"hidden", "victim.txt", "unix.sock", "datagram.sock"}
SHARED_FOLDERS = ("/tmp", "/var/tmp", "/dev/shm")


class World:
    """Decoy files, a decoy process and listeners, made anew for each attack.

    Args:
        secret: What no submission may learn; it stands in a file, in the target of a symbolic link,
            and in the arguments, the environment, the memory and an open file of the decoy process.
        descriptor: Number of a file with the secret that a careless grader left open.
    """

    def __init__(self, secret: str, descriptor: int):
        self.name = f"arena{secrets.token_hex(4)}"
        self.secret, self.descriptor = secret, descriptor
        self.ipc_key = 1 + secrets.randbelow(1 << 30)
        # Open to everybody: only the confinement stands between the attack and the decoys.
        self.folder = Path(tempfile.mkdtemp(prefix=self.name, dir="/tmp"))
        self.folder.chmod(0o777)
        self._hide()
        self.victim = victim.borrow(secret)
        self._listen()
        self._before = self._victim_file_state()

    def _hide(self) -> None:
        self.hidden = self.folder / "hidden"
        self.hidden.mkdir()
        self.secret_file = self.hidden / f"{self.name}_checks.py"
        self.secret_file.write_text(f"ANSWER = {self.secret!r}\n")
        self.hidden_link = self.hidden / "link"
        self.hidden_link.symlink_to(f"/nowhere/{self.secret}")
        self.victim_file = self.folder / "victim.txt"
        self.victim_file.write_text("grades\n")
        for path in (self.hidden, self.secret_file, self.victim_file):
            path.chmod(0o777)

    def _listen(self) -> None:
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 0))
        self.unix = socket.socket(socket.AF_UNIX)
        self.unix.bind(str(self.folder / "unix.sock"))
        self.abstract = socket.socket(socket.AF_UNIX)
        self.abstract.bind(f"\0{self.name}")
        self.datagram = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.datagram.bind(str(self.folder / "datagram.sock"))
        for name in ("unix.sock", "datagram.sock"):
            (self.folder / name).chmod(0o777)
        for stream in (self.unix, self.abstract):
            stream.listen()
        for listener in self._listeners():
            listener.setblocking(False)

    def _listeners(self) -> tuple[socket.socket, ...]:
        return self.tcp, self.udp, self.unix, self.abstract, self.datagram

    def __enter__(self) -> World:
        return self

    def __exit__(self, *_: object) -> None:
        for listener in self._listeners():
            listener.close()
        victim.give_back(self.victim)
        for pid in self._survivors():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._remove_ipc()
        shutil.rmtree(self.folder, ignore_errors=True)
        for leftover in self._new_files():
            leftover.unlink(missing_ok=True)

    def facts(self) -> dict[str, Any]:
        """Return what the attack is told: everything but the secret."""
        return {
            "name": self.name,  # names whatever it makes; at most 15 characters, for PR_SET_NAME
            "ipc_key": self.ipc_key,
            "folder": str(self.folder),
            "hidden_folder": str(self.hidden),
            "hidden_link": str(self.hidden_link),
            "secret_file": str(self.secret_file),
            "victim_file": str(self.victim_file),
            "victim_pid": self.victim.pid,
            "victim_address": self.victim.address,
            "victim_descriptor": self.victim.descriptor,
            "secret_length": len(self.secret),
            "secret_begins": self.secret[:7],
            "descriptor": self.descriptor,
            "grader_pid": os.getpid(),
            "tcp_port": self.tcp.getsockname()[1],
            "udp_port": self.udp.getsockname()[1],
            "unix_path": str(self.folder / "unix.sock"),
            "datagram_path": str(self.folder / "datagram.sock"),
            "abstract_name": self.name,
        }

    def touched(self) -> set[str]:
        """Return which decoys the attack has reached: the names of its effects."""
        effects: dict[str, Callable[[], object]] = {
            "file": lambda: self._victim_file_state() != self._before,
            "new file": self._new_files,
            "process": self.victim.has_suffered,
            "survivor": self._survivors,
            "ipc": self._remove_ipc,
        }
        found = {name for name, happened in effects.items() if happened()}
        for name in ("tcp", "unix", "abstract"):
            with contextlib.suppress(BlockingIOError):
                getattr(self, name).accept()[0].close()
                found.add(name)
        for name in ("udp", "datagram"):
            with contextlib.suppress(BlockingIOError):
                getattr(self, name).recv(100)
                found.add(name)
        return found

    def _victim_file_state(self) -> tuple:
        try:
            stat = self.victim_file.stat()
        except FileNotFoundError:
            return ()
        times = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        return (stat.st_mode, stat.st_uid, stat.st_nlink, *times, self.victim_file.read_bytes())

    def _new_files(self) -> list[Path]:
        """Return what was made in the world's folder, or elsewhere under the world's name."""
        inside = [path for path in self.folder.glob("*") if path.name not in ALLOWED_ENTRIES]
        for folder in SHARED_FOLDERS:
            inside += [p for p in Path(folder).glob(f"*{self.name}*") if p != self.folder]
        return inside

    def _survivors(self) -> list[int]:
        """Return the living processes that call themselves by this world's name."""
        found = []
        for comm in Path("/proc").glob("[0-9]*/comm"):
            with contextlib.suppress(OSError):
                if comm.read_text().strip() == self.name:
                    found.append(int(comm.parent.name))
        return found

    def _remove_ipc(self) -> bool:
        """Remove the message queue, the shared memory and the rest that bear the world's name."""
        libc = ctypes.CDLL(None)
        found = libc.mq_unlink(f"/{self.name}".encode()) == 0
        remove = {
            "shm": lambda number: libc.shmctl(number, 0, None),
            "msg": lambda number: libc.msgctl(number, 0, None),
            "sem": lambda number: libc.semctl(number, 0, 0),
        }
        for kind, remove_one in remove.items():
            table = Path(f"/proc/sysvipc/{kind}")
            for line in table.read_text().splitlines()[1:] if table.exists() else ():
                key, number = map(int, line.split()[:2])
                if key == self.ipc_key:
                    remove_one(number)
                    found = True
        return found
