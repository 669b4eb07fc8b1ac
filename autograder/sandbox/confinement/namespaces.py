"""Namespaces: a process tree with its own few files, no network and nobody else in sight.

The new root is an empty tmpfs that holds read-only views of the readable paths at their own places.
It is built with the mount calls of Linux 5.12, which can make a whole tree read-only in one step;
kernels that lack them (gVisor among them) count as having no namespaces.

Source: namespaces(7), user_namespaces(7), pid_namespaces(7), mount_namespaces(7), mount_setattr(2).
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import stat
import struct
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from autograder.errors import MachineError
from autograder.sandbox.confinement import syscalls

_NEW_MOUNTS, _NEW_UTS, _NEW_IPC, _NEW_USER, _NEW_PIDS, _NEW_NETWORK = (
    0x00020000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000,
)  # fmt: skip
_AT_FDCWD, _AT_EMPTY_PATH, _AT_RECURSIVE = -100, 0x1000, 0x8000
_OPEN_TREE_CLONE, _OPEN_TREE_CLOEXEC, _MOVE_MOUNT_FROM_FD = 1, 0o2000000, 4
_READ_ONLY, _NO_SUID, _NO_DEVICES, _NO_EXEC = 1, 2, 4, 8
_PRIVATE = 1 << 18
_FSCONFIG_SET_STRING, _FSCONFIG_CREATE = 1, 6
_DETACH = 2
_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")
# Empty and read-only, until a child covers them with folders of its own.
WRITABLE_PLACES = ("/tmp", "/dev/shm")
_CURE = (
    "allow unprivileged user namespaces on this machine (Ubuntu: sysctl "
    "kernel.apparmor_restrict_unprivileged_userns=0; Docker: a seccomp profile that permits them), "
    "or accept level S2, which does without"
)


def available(readable: Sequence[str] = ("/usr",)) -> str:
    """Try `enter` in a forked child.

    Returns:
        ``""`` if this machine allows it, else the reason why not.
    """
    if not syscalls.supported():
        return "only Linux on x86_64 or aarch64 has them"
    return syscalls.try_in_fork(lambda: _enter(readable))


def enter(readable: Sequence[str]) -> None:
    """Move this process into fresh namespaces, where it is process 1 and sees only `readable`.

    Call it once, with one thread. It forks: the inner process returns from here; the outer one
    closes its files, waits, ends as the inner one ends, and both die with the parent thread. Root
    stays root (without a user namespace); any other user keeps the same number.

    Args:
        readable: Absolute files and folders, visible at the same place; missing ones are left out.

    Raises:
        MachineError: The machine refuses. A trial in a forked child comes first, so the process is
            still usable.
    """
    reason = available(readable)
    if reason:
        raise MachineError(f"this machine refuses namespaces ({reason})", cure=_CURE)
    try:
        _enter(readable)
    except OSError as error:
        raise MachineError(f"this machine refuses namespaces ({error})", cure=_CURE) from error


def private_folders(
    places: Sequence[str], size: int, readable: Sequence[str], programs: bool = False
) -> None:
    """Give this process, and all it starts, empty writable folders that nobody else sees.

    Call it in a child of a process that has called `enter`, while it still has its capabilities.

    Args:
        places: Some of `WRITABLE_PLACES`.
        size: Most bytes in each.
        readable: As for `enter`; what lies below these places (Python installed below ``/tmp``)
            stays visible.
        programs: Whether files in there can be run.

    Raises:
        OSError: The kernel refused.
    """
    syscalls.call("unshare", _NEW_MOUNTS)  # else the zygote and all later children had them too
    attributes = _NO_SUID | _NO_DEVICES | (0 if programs else _NO_EXEC)
    for place in places:
        present = _present(path for path in readable if path.startswith(f"{place}/"))
        views = {inner: _view(inner, _NO_DEVICES) for inner in _outermost(present.values())}
        _attach(_file_system("tmpfs", attributes, size=str(size), mode="1777"), place)
        _show(views, present)


@contextlib.contextmanager
def new_process_tree() -> Iterator[None]:
    """Let the process forked inside this block be process 1 of a tree that dies with it.

    Works only for a process that has called `enter`: a kill of the tree's first process ends all
    of it, whatever its members did to hide.

    Raises:
        OSError: The kernel refused.
    """
    # `unshare` changes only where children are born (pid_namespaces(7)); setns takes that back.
    own = os.open("/proc/self/ns/pid_for_children", os.O_RDONLY | os.O_CLOEXEC)
    inside = os.getpid()
    syscalls.call("unshare", _NEW_PIDS)
    try:
        yield
    finally:
        if os.getpid() == inside:
            syscalls.call("setns", own, _NEW_PIDS)
        os.close(own)


def _enter(readable: Sequence[str]) -> None:
    _leave_namespaces()
    _become_first_process()
    syscalls.call("sethostname", b"sandbox", len(b"sandbox"))
    _build_root(readable)


def _leave_namespaces() -> None:
    uid, gid = os.geteuid(), os.getegid()
    flags = _NEW_MOUNTS | _NEW_UTS | _NEW_IPC | _NEW_PIDS | _NEW_NETWORK
    if uid == 0:
        syscalls.call("unshare", flags)
        return
    # In a user namespace of its own a process has every capability, over what is in there only.
    syscalls.call("unshare", flags | _NEW_USER)
    for name, text in (
        # The kernel demands it before a group may be mapped: whoever can leave a group reaches the
        # files that are closed to it (user_namespaces(7)).
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {uid} 1"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def _become_first_process() -> None:
    """Fork; the child returns as process 1, this process waits for it and ends as it ends."""
    parent = os.getppid()
    _die_with_parent()
    if os.getppid() != parent:  # it died before the prctl, and nobody would send the signal
        os._exit(1)
    alive, held = os.pipe()
    child = os.fork()  # the first process born in a pid namespace is its process 1
    if child:
        _wait_and_end(child, held)
    os.close(held)
    _die_with_parent()
    # The parent's number is 0 in here, so only the pipe can tell that it died before the prctl.
    if select.select([alive], [], [], 0)[0]:
        os._exit(1)
    os.close(alive)


def _die_with_parent() -> None:
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)


def _wait_and_end(child: int, held: int) -> None:
    try:
        os.closerange(0, held)  # or the other ends of the inner process's pipes would never see EOF
        os.closerange(held + 1, os.sysconf("SC_OPEN_MAX"))
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        os._exit(code if code >= 0 else 128 - code)
    finally:
        os._exit(1)


def _build_root(readable: Sequence[str]) -> None:
    # All views are taken before the root changes; afterwards there is nothing left to take them of.
    present = _present(readable)
    views = {place: _view(place, _NO_DEVICES) for place in _outermost(present.values())}
    views |= {place: _view(place, 0) for place in _DEVICES}
    # A proc shows the pid namespace of whoever mounts it; the host's would show everybody.
    views["/proc"] = _file_system("proc", _NO_SUID | _NO_DEVICES | _NO_EXEC)
    root = _file_system("tmpfs", _NO_SUID | _NO_DEVICES, size="1m", mode="0755")
    previous_mask = os.umask(0o022)
    _change_root(root)
    _show(views, present)
    for place in WRITABLE_PLACES:
        os.makedirs(place, exist_ok=True)
    _set_attributes(_AT_FDCWD, b"/", 0, _READ_ONLY)
    os.umask(previous_mask)


def _present(readable: Iterable[str]) -> dict[str, str]:
    """Return where each path that exists really is."""
    return {path: os.path.realpath(path) for path in readable if os.path.exists(path)}


def _show(views: dict[str, int], present: dict[str, str]) -> None:
    """Attach views at their places, and repeat the symbolic links by which they are reached."""
    for place, view in views.items():
        _make_place(place, stat.S_ISDIR(os.fstat(view).st_mode))
        _attach(view, place)
    for path, place in sorted(present.items()):
        if not os.path.lexists(path):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            os.symlink(place, path)


def _outermost(places: Iterable[str]) -> list[str]:
    """Return the places that lie below no other one."""
    distinct = set(places)
    return [
        place
        for place in sorted(distinct)
        if not any(str(parent) in distinct for parent in PurePosixPath(place).parents)
    ]


def _view(place: str, extra: int) -> int:
    """Return a detached read-only view of `place` and everything mounted below it."""
    path = os.fsencode(place)
    tree = syscalls.call(
        "open_tree", _AT_FDCWD, path, _OPEN_TREE_CLONE | _OPEN_TREE_CLOEXEC | _AT_RECURSIVE
    )
    _set_attributes(tree, b"", _AT_EMPTY_PATH | _AT_RECURSIVE, _READ_ONLY | _NO_SUID | extra)
    return tree


def _set_attributes(directory: int, path: bytes, flags: int, attributes: int) -> None:
    clear, propagation, user_namespace = 0, _PRIVATE, 0
    # One call for the whole tree; mount(2) changes the top only, and leaves submounts writable.
    wanted = struct.pack("=QQQQ", attributes, clear, propagation, user_namespace)
    syscalls.call("mount_setattr", directory, path, flags, wanted, len(wanted))


def _file_system(kind: str, attributes: int, **options: str) -> int:
    """Return a new, detached file system."""
    context = syscalls.call("fsopen", kind.encode(), 1)
    try:
        for key, value in options.items():
            syscalls.call(
                "fsconfig", context, _FSCONFIG_SET_STRING, key.encode(), value.encode(), 0
            )
        syscalls.call("fsconfig", context, _FSCONFIG_CREATE, None, None, 0)
        return syscalls.call("fsmount", context, 1, attributes)
    finally:
        os.close(context)


def _attach(mount: int, place: str) -> None:
    syscalls.call("move_mount", mount, b"", _AT_FDCWD, os.fsencode(place), _MOVE_MOUNT_FROM_FD)
    os.close(mount)


def _change_root(root: int) -> None:
    _set_attributes(_AT_FDCWD, b"/", _AT_RECURSIVE, 0)  # private: nothing reaches the host's tree
    # Not chroot(2), which any open folder leads out of. Both places are the same: the old root then
    # lies on top of the new one, needs no folder in it, and is taken off (pivot_root(2), notes).
    staging = "/proc"  # any folder that exists everywhere; it vanishes with the old root
    _attach(root, staging)
    os.chdir(staging)
    syscalls.call("pivot_root", b".", b".")
    syscalls.call("umount2", b".", _DETACH)  # the old root, which now covers the new one
    os.chdir("/")


def _make_place(place: str, is_folder: bool) -> None:
    if is_folder:
        os.makedirs(place, exist_ok=True)
        return
    os.makedirs(os.path.dirname(place), exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o444))
