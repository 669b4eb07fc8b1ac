"""The system-call filter: an allow-list, assembled here into the BPF program the kernel runs.

Everything else answers EPERM. What libraries probe for and can live without answers ENOSYS, so
that they fall back (clone3 hides its flags in memory, where a filter cannot look). A call through
another architecture's entry (``int 0x80``, x32) ends the process.

Source: Documentation/userspace-api/seccomp_filter.rst, seccomp(2). A program reads ``struct
seccomp_data``: the call's number at 0, the architecture at 4, eight bytes for each argument from 16
on. It sees the values of pointers only, never what they point to.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from dataclasses import dataclass

from autograder.errors import MachineError
from autograder.model import ProfileName
from autograder.sandbox.confinement import syscall_numbers, syscalls

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
ALLOW, KILL_PROCESS, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
# Stands for the process's own id until `install`; above the kernel's largest process id.
OWN_PID = 0x7FFFFFF1

_LOAD, _JUMP_EQUAL, _JUMP_ABOVE, _JUMP_FROM, _JUMP_ANY_BIT, _RETURN = (
    0x20, 0x15, 0x25, 0x35, 0x45, 0x06,
)  # fmt: skip
_INSTRUCTION = struct.Struct("=HBBI")
_X32_BIT = 0x40000000

ALWAYS = """
    read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 lseek fadvise64
    close close_range dup dup2 dup3 pipe pipe2 poll ppoll select pselect6
    open openat stat fstat lstat newfstatat statx access faccessat faccessat2
    readlink readlinkat getdents64 getcwd chdir umask
    mmap munmap mremap mprotect madvise brk membarrier
    exit exit_group getpid gettid getppid getuid geteuid getgid getegid getgroups getresuid
    getresgid getpgid getpgrp getsid uname sysinfo getcpu getrlimit getrusage times
    sched_yield sched_getaffinity sched_getparam sched_getscheduler sched_get_priority_max
    sched_get_priority_min getpriority
    rt_sigaction rt_sigprocmask rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_sigpending
    sigaltstack pause alarm setitimer getitimer restart_syscall
    nanosleep gettimeofday time
    set_tid_address set_robust_list futex futex_waitv rseq arch_prctl getrandom
"""
CLOCKS = "clock_gettime clock_getres clock_nanosleep"
ASYNCIO = """
    recvfrom getsockname getpeername getsockopt shutdown
    epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd2
"""
FILES = """
    mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 link linkat symlink symlinkat
    ftruncate truncate fallocate fsync fdatasync chmod fchmod fchmodat utimensat
    copy_file_range sendfile statfs fstatfs fchdir
"""
PROCESSES = """
    fork vfork wait4 waitid kill tgkill setsid setpgid
    bind listen connect accept accept4 sendmsg recvmsg setsockopt sendto
"""
PROGRAMS = "execve flock"
ABSENT = "clone3 io_uring_setup io_uring_enter io_uring_register openat2"

_CLONE_THREAD = 0x00010000
_CLONE_NEW_NAMESPACE = 0x7E020080  # every kind: in one of its own a process has capabilities
_PRCTL_SET_NAME, _PRCTL_GET_NAME, _PRCTL_GET_DUMPABLE = 15, 16, 3
_PRCTL_GET_NO_NEW_PRIVS, _PRCTL_NAME_MEMORY = 39, 0x53564D41
_NAMED_CLOCKS = tuple(range(12))  # the others are processes' CPU clocks, whoever's they are
_IOCTLS = (0x5401, 0x5413, 0x541B, 0x5450, 0x5451)  # TCGETS TIOCGWINSZ FIONREAD FIONCLEX FIOCLEX
_IOCTL_NONBLOCKING = 0x5421
# Locks and owners are left out: they act on other processes through a shared file.
_FCNTLS = (0, 1, 2, 3, 1030, 1032)  # DUPFD GETFD SETFD GETFL DUPFD_CLOEXEC GETPIPE_SZ
_FCNTL_SETFL = 4
_AF_UNIX, _SOCK_STREAM, _SOCK_NONBLOCK, _SOCK_CLOEXEC = 1, 1, 0o4000, 0o2000000


@dataclass(frozen=True)
class Test:
    """One condition on an argument.

    Attributes:
        kind: ``in`` or ``no_bits`` of `values` and ``bit``, all on the low 32 bits (those the
            kernel reads of an int), or ``null`` on all 64.
        argument: Its position, from 0.
    """

    kind: str
    argument: int
    values: tuple[int, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A call that is allowed if all `tests` hold; without tests it always is."""

    name: str
    tests: tuple[Test, ...] = ()


def _filtered(ioctls: tuple[int, ...], fcntls: tuple[int, ...]) -> tuple[Rule, ...]:
    prctls = (_PRCTL_SET_NAME, _PRCTL_GET_NAME, _PRCTL_GET_DUMPABLE,
              _PRCTL_GET_NO_NEW_PRIVS, _PRCTL_NAME_MEMORY)  # fmt: skip
    threads_only = (
        Test("bit", 0, (_CLONE_THREAD,)),
        Test("no_bits", 0, (_CLONE_NEW_NAMESPACE,)),
    )
    return (
        Rule("clone", threads_only),
        *(Rule(name, (Test("in", 0, _NAMED_CLOCKS),)) for name in CLOCKS.split()),
        Rule("prctl", (Test("in", 0, prctls),)),
        Rule("ioctl", (Test("in", 1, ioctls),)),
        Rule("fcntl", (Test("in", 1, fcntls),)),
        # Itself only: not another by its number, nor many by 0 or -1.
        Rule("kill", (Test("in", 0, (OWN_PID,)),)),
        Rule("tgkill", (Test("in", 0, (OWN_PID,)),)),
        Rule("prlimit64", (Test("in", 0, (0, OWN_PID)), Test("null", 2))),  # to read, not to set
    )


def _processes() -> tuple[Rule, ...]:
    """Processes and local sockets; the process tree and the network are the child's own."""
    return (
        Rule("clone", (Test("no_bits", 0, (_CLONE_NEW_NAMESPACE,)),)),
        Rule("socket", (Test("in", 0, (_AF_UNIX,)),)),
        *(Rule(name) for name in PROCESSES.split()),
    )


def _socket_pair() -> tuple[Rule, ...]:
    kinds = tuple(
        _SOCK_STREAM | cloexec | nonblock
        for cloexec in (0, _SOCK_CLOEXEC)
        for nonblock in (0, _SOCK_NONBLOCK)
    )
    connected_only = Test("null", 4)  # with an address, sendto reaches sockets of other processes
    return (
        Rule("socketpair", (Test("in", 0, (_AF_UNIX,)), Test("in", 1, kinds))),
        Rule("sendto", (connected_only,)),
    )


def _names(text: str) -> tuple[Rule, ...]:
    return tuple(Rule(name) for name in text.split())


_BASE = _names(ALWAYS)
_ASYNCIO = (
    *_filtered((*_IOCTLS, _IOCTL_NONBLOCKING), (*_FCNTLS, _FCNTL_SETFL)),
    *_names(ASYNCIO),
    *_socket_pair(),
)
RULES_OF_PROFILE: dict[ProfileName, tuple[Rule, ...]] = {
    ProfileName.PURE: (*_BASE, *_filtered(_IOCTLS, _FCNTLS)),
    ProfileName.AIO: (*_BASE, *_ASYNCIO),
    ProfileName.FILES: (*_BASE, *_names(FILES), *_filtered(_IOCTLS, (*_FCNTLS, _FCNTL_SETFL))),
    ProfileName.WORKERS: (*_BASE, *_names(FILES), *_processes(), *_ASYNCIO),
    ProfileName.COMPILE: (*_BASE, *_names(FILES), *_names(PROGRAMS), *_processes(), *_ASYNCIO),
}


def program(profile: ProfileName, arch: str | None = None) -> bytes:
    """Assemble a profile's filter.

    Args:
        profile: One of `RULES_OF_PROFILE`; see `profiles` for what each is for.
        arch: ``x86_64`` or ``aarch64``; this machine's by default.

    Raises:
        MachineError: There is no such profile, or no table for the architecture.
    """
    if profile not in RULES_OF_PROFILE:
        known = ", ".join(sorted(RULES_OF_PROFILE))
        raise MachineError(
            f"there is no sandbox profile {profile!r}", cure=f"use one of these profiles: {known}"
        )
    arch = arch or platform.machine()
    if arch not in AUDIT_ARCH:
        raise MachineError(
            f"there is no system-call filter for {arch!r}",
            cure=f"grade on one of {', '.join(AUDIT_ARCH)}, or lower `minimum_level` to S0",
        )
    code = _entry(arch)
    for rule in RULES_OF_PROFILE[profile]:
        code += _rule(rule, arch)
    for name in ABSENT.split():
        code += _answer(syscall_numbers.number(name, arch), ERRNO | errno.ENOSYS)
    # Calls that are newer than our tables: libraries try them and fall back.
    newest = max(
        filter(None, (syscall_numbers.number(name, arch) for name in syscall_numbers.NUMBERS))
    )
    code += [
        (_JUMP_ABOVE, 0, 1, newest), (_RETURN, 0, 0, ERRNO | errno.ENOSYS),
        (_RETURN, 0, 0, ERRNO | errno.EPERM),
    ]  # fmt: skip
    return b"".join(_INSTRUCTION.pack(*instruction) for instruction in code)


Code = list[tuple[int, int, int, int]]  # operation, steps to skip if true, if false, constant


def _entry(arch: str) -> Code:
    """Leave the call's number loaded; calls made for another architecture end the process.

    First of all: there the same numbers are other calls. x32 calls name the same architecture, and
    are told by a bit of the number.
    """
    code = [
        (_LOAD, 0, 0, 4),
        (_JUMP_EQUAL, 1, 0, AUDIT_ARCH[arch]), (_RETURN, 0, 0, KILL_PROCESS),
        (_LOAD, 0, 0, 0),
    ]  # fmt: skip
    if arch == "x86_64":
        code += [(_JUMP_FROM, 0, 1, _X32_BIT), (_RETURN, 0, 0, KILL_PROCESS)]
    return code


def _rule(rule: Rule, arch: str) -> Code:
    number = syscall_numbers.number(rule.name, arch)
    if number is None:
        return []
    if not rule.tests:
        return _answer(number, ALLOW)
    body: Code = [(_RETURN, 0, 0, ALLOW), (_RETURN, 0, 0, ERRNO | errno.EPERM)]
    for test in reversed(rule.tests):
        body = _test(test, to_denial=len(body) - 1) + body
    return [(_JUMP_EQUAL, 0, len(body), number), *body]


def _answer(number: int | None, answer: int) -> Code:
    return [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, answer)] if number is not None else []


def _test(test: Test, to_denial: int) -> Code:
    """Fall through if the test holds, else skip `to_denial` steps after this code."""
    low = 16 + 8 * test.argument  # both architectures are little-endian
    if test.kind == "null":
        return [
            (_LOAD, 0, 0, low), (_JUMP_EQUAL, 0, to_denial + 2, 0),
            (_LOAD, 0, 0, low + 4), (_JUMP_EQUAL, 0, to_denial, 0),
        ]  # fmt: skip
    if test.kind == "bit":
        return [(_LOAD, 0, 0, low), (_JUMP_ANY_BIT, 0, to_denial, test.values[0])]
    if test.kind == "no_bits":
        return [(_LOAD, 0, 0, low), (_JUMP_ANY_BIT, to_denial, 0, test.values[0])]
    last = len(test.values) - 1
    return [(_LOAD, 0, 0, low)] + [
        (_JUMP_EQUAL, last - n, to_denial if n == last else 0, value)
        for n, value in enumerate(test.values)
    ]


def for_process(program: bytes, pid: int) -> bytes:
    """Return `program` with the placeholder `OWN_PID` replaced by `pid`."""
    return b"".join(
        _INSTRUCTION.pack(operation, yes, no, pid if constant == OWN_PID else constant)
        for operation, yes, no, constant in _INSTRUCTION.iter_unpack(program)
    )


def install(program: bytes) -> None:
    """Filter the calling thread, and all it starts later, with `program`; there is no way back.

    Raises:
        OSError: The kernel refused; the thread is as free as before.
    """
    filter_ = ctypes.create_string_buffer(for_process(program, os.getpid()), len(program))
    count = len(program) // _INSTRUCTION.size
    # The kernel demands it: a set-user-ID program under a filter could be made to fail half-way.
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
    set_mode_filter = 1
    argument = struct.pack("@HP", count, ctypes.addressof(filter_))
    syscalls.call("seccomp", set_mode_filter, 0, argument)
