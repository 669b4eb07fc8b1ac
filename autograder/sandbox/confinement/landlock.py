"""Landlock: which files, ports and processes a child can reach, decided by the kernel.

What older kernels lack, by ABI: below 6 signals and abstract sockets leave the domain, below 5
``ioctl`` on devices, below 4 TCP, below 3 ``truncate``; the system-call filter denies all of these
too. Below 2 no file can be moved between folders. No ABI restricts ``stat`` or UDP.

Source: Documentation/userspace-api/landlock.rst, landlock(7).
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Sequence

from autograder.sandbox.confinement import syscalls

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _REMOVE_DIR, _REMOVE_FILE = (1 << n for n in range(6))
_MAKE_DIR, _MAKE_REG, _MAKE_SOCK, _MAKE_FIFO = 1 << 7, 1 << 8, 1 << 9, 1 << 10
_MAKE_SYM, _REFER, _TRUNCATE, _IOCTL_DEV = 1 << 12, 1 << 13, 1 << 14, 1 << 15
# EXECUTE is about execve alone: shared libraries are mapped with READ_FILE.
_READ = _READ_FILE | _READ_DIR
_WRITE = _READ | _WRITE_FILE | _TRUNCATE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG
_OWN = _WRITE | _MAKE_SOCK | _MAKE_FIFO | _MAKE_SYM | _REFER
_ON_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
_RIGHTS_BY_ABI = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_BIND_TCP, _CONNECT_TCP = 1, 2
_SCOPE_ABSTRACT_UNIX_SOCKET, _SCOPE_SIGNAL = 1, 2
_GET_VERSION, _RULE_PATH_BENEATH = 1, 1


def abi() -> int:
    """Return the kernel's Landlock ABI, or 0 where there is none."""
    if not syscalls.supported():
        return 0
    try:
        return syscalls.call("landlock_create_ruleset", None, 0, _GET_VERSION)
    except OSError:
        return 0


def attributes(version: int) -> bytes:
    """Return the ``landlock_ruleset_attr`` that handles everything ABI `version` knows."""
    # A right that is handled is denied unless a rule allows it; one that is not is never denied.
    rights = (1 << _RIGHTS_BY_ABI[min(version, 5)]) - 1
    network = _BIND_TCP | _CONNECT_TCP if version >= 4 else 0
    scopes = _SCOPE_ABSTRACT_UNIX_SOCKET | _SCOPE_SIGNAL if version >= 6 else 0
    size = 8 if version < 4 else 16 if version < 6 else 24  # the kernel rejects fields it lacks
    return struct.pack("=QQQ", rights, network, scopes)[:size]


def ruleset(
    read: Sequence[str],
    write: Sequence[str] = (),
    own: Sequence[str] = (),
    execute: Sequence[str] = (),
) -> int:
    """Build the rules once; any number of forked children can `restrict` themselves with them.

    Args:
        read: Files and folders (with all below them) to read and list; missing ones are left out.
        write: The same, also to change; no links, sockets or devices can be made there.
        own: Private folders, to do anything in but make devices.
        execute: Files and folders whose programs may be run; reading them is not implied.

    Returns:
        A descriptor that the caller closes.

    Raises:
        OSError: The kernel has no Landlock.
    """
    handled = attributes(abi() or 1)
    rights = struct.unpack_from("=Q", handled)[0]
    descriptor = syscalls.call("landlock_create_ruleset", handled, len(handled), 0)
    try:
        for path in read:
            _allow(descriptor, path, _READ & rights)
        for path in write:
            _allow(descriptor, path, _WRITE & rights)
        for path in own:
            _allow(descriptor, path, _OWN & rights)
        for path in execute:
            _allow(descriptor, path, _EXECUTE & rights)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _allow(descriptor: int, path: str, rights: int) -> None:
    try:
        # Names the file without opening it (open(2)): no right to read is needed, no device wakes.
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= _ON_FILES  # the kernel refuses those of folders (landlock_add_rule(2))
        rule = struct.pack("=Qi", rights, place)
        syscalls.call("landlock_add_rule", descriptor, _RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(place)


def restrict(descriptor: int) -> None:
    """Put the calling thread, and all it starts later, under the rules; there is no way back.

    Raises:
        OSError: The kernel refused; the thread is as free as before.
    """
    # The kernel demands it: a set-user-ID program must not meet rules that others chose for it.
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
    syscalls.call("landlock_restrict_self", descriptor, 0)
