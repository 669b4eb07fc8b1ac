"""What an attack may find: decoys that belong to the test, and what became of them."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

# Holds the secret in its arguments, environment and memory; answers each line with the memory.
VICTIM = """
import ctypes, sys
memory = ctypes.create_string_buffer(sys.argv[1].encode())
print(ctypes.addressof(memory), flush=True)
for line in sys.stdin:
    print(memory.value.decode(), flush=True)
"""
ALLOWED_ENTRIES = {"hidden", "victim.txt", "unix.sock"}


class World:
    """Decoy files, a decoy process and listeners, made anew for each attack.

    Args:
        secret: What no submission may learn; it stands in a file, and in the arguments, the
            environment and the memory of the decoy process.
        descriptor: Number of a file with the secret that a careless grader left open.
    """

    def __init__(self, secret: str, descriptor: int):
        self.name = f"arena{secrets.token_hex(4)}"
        self.secret, self.descriptor = secret, descriptor
        # Open to everybody: only the confinement stands between the attack and the decoys.
        self.folder = Path(tempfile.mkdtemp(prefix=self.name, dir="/tmp"))
        self.folder.chmod(0o777)
        self.hidden = self.folder / "hidden"
        self.hidden.mkdir()
        self.secret_file = self.hidden / f"{self.name}_checks.py"
        self.secret_file.write_text(f"ANSWER = {self.secret!r}\n")
        self.victim_file = self.folder / "victim.txt"
        self.victim_file.write_text("grades\n")
        for path in (self.hidden, self.secret_file, self.victim_file):
            path.chmod(0o777)
        self._start_victim()
        self._listen()
        self._before = self._victim_file_state()

    def _start_victim(self) -> None:
        self.victim = subprocess.Popen(
            [sys.executable, "-I", "-c", VICTIM, self.secret],
            env={"SECRET": self.secret},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.victim_address = int(self.victim.stdout.readline())

    def _listen(self) -> None:
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 0))
        self.unix = socket.socket(socket.AF_UNIX)
        self.unix.bind(str(self.folder / "unix.sock"))
        self.unix.listen()
        (self.folder / "unix.sock").chmod(0o777)
        self.abstract = socket.socket(socket.AF_UNIX)
        self.abstract.bind(f"\0{self.name}")
        self.abstract.listen()
        for listener in (self.tcp, self.udp, self.unix, self.abstract):
            listener.setblocking(False)

    def __enter__(self) -> World:
        return self

    def __exit__(self, *_: object) -> None:
        for listener in (self.tcp, self.udp, self.unix, self.abstract):
            listener.close()
        self.victim.kill()
        self.victim.wait()
        self.victim.stdin.close()
        self.victim.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        for leftover in Path("/dev/shm").glob(f"*{self.name}*"):
            leftover.unlink(missing_ok=True)

    def facts(self) -> dict[str, Any]:
        """Return what the attack is told: everything but the secret."""
        return {
            "name": self.name,  # names whatever it makes; at most 15 characters, for PR_SET_NAME
            "folder": str(self.folder),
            "hidden_folder": str(self.hidden),
            "secret_file": str(self.secret_file),
            "victim_file": str(self.victim_file),
            "victim_pid": self.victim.pid,
            "victim_address": self.victim_address,
            "secret_length": len(self.secret),
            "secret_begins": self.secret[:7],
            "descriptor": self.descriptor,
            "grader_pid": os.getpid(),
            "tcp_port": self.tcp.getsockname()[1],
            "udp_port": self.udp.getsockname()[1],
            "unix_path": str(self.folder / "unix.sock"),
            "abstract_name": self.name,
        }

    def touched(self) -> set[str]:
        """Return which decoys the attack has reached: the names of its effects."""
        found = set()
        if self._victim_file_state() != self._before:
            found.add("file")
        if set(os.listdir(self.folder)) - ALLOWED_ENTRIES or list(
            Path("/dev/shm").glob(f"*{self.name}*")
        ):
            found.add("new file")
        if self._victim_suffered():
            found.add("process")
        for name in ("tcp", "unix", "abstract"):
            with contextlib.suppress(BlockingIOError):
                getattr(self, name).accept()[0].close()
                found.add(name)
        with contextlib.suppress(BlockingIOError):
            self.udp.recv(100)
            found.add("udp")
        if self._survivors():
            found.add("survivor")
        return found

    def _victim_file_state(self) -> tuple:
        try:
            stat = self.victim_file.stat()
        except FileNotFoundError:
            return ()
        times = (stat.st_mode, stat.st_uid, stat.st_size, stat.st_mtime_ns, stat.st_nlink)
        return (*times, self.victim_file.read_bytes())

    def _victim_suffered(self) -> bool:
        """Whether the decoy process was killed, stopped, slowed, limited or written to."""
        if self.victim.poll() is not None:
            return True
        state = Path(f"/proc/{self.victim.pid}/stat").read_text().rpartition(")")[2].split()
        nice = int(state[16])
        if state[0] in "Tt" or nice:
            return True
        limit = Path(f"/proc/{self.victim.pid}/limits").read_text()
        if "Max nice priority         7 " in limit:
            return True
        self.victim.stdin.write("?\n")
        self.victim.stdin.flush()
        return self.victim.stdout.readline().strip() != self.secret

    def _survivors(self) -> list[int]:
        """Return the living processes that call themselves by this world's name."""
        found = []
        for comm in Path("/proc").glob("[0-9]*/comm"):
            with contextlib.suppress(OSError):
                if comm.read_text().strip() == self.name:
                    found.append(int(comm.parent.name))
        return found
