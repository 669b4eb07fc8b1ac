"""How far this machine can confine student code, and the confinement of one forked child.

Levels, best first (`LAYERS` says what each is made of):
    S3   hidden files and other processes do not exist for the child.
    S2   the kernel denies them, but ``stat`` still shows a hidden file's size and date.
    S2b  namespaces without Landlock behind them.
    S1   other system calls are denied; files are protected by their owner or by an old Landlock.
    S0   resource limits only: a self-check, never a grade.

The comments name the kernel's documents: manual pages as ``prctl(2)``, and files below
``Documentation/`` in its source.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass

from autograder.errors import MachineError
from autograder.model import Level, ProfileName, Text
from autograder.sandbox.confinement import landlock, namespaces, seccomp, syscalls
from autograder.sandbox.confinement.policy import Policy
from autograder.sandbox.confinement.profiles import PROFILES, Profile
from autograder.sandbox.confinement.readable_paths import (
    program_paths,
    python_paths,
    readable_paths,
)

with contextlib.suppress(ImportError):  # Windows has none, and no child to limit
    import resource

LEVELS = tuple(Level)
LAYERS = {
    Level.S0: frozenset(),
    Level.S1: frozenset({"seccomp"}),
    Level.S2B: frozenset({"seccomp", "namespaces"}),
    Level.S2: frozenset({"seccomp", "landlock"}),
    Level.S3: frozenset({"seccomp", "landlock", "namespaces"}),
}
CAP_VARIABLE = "AUTOGRADER_MAX_LEVEL"
ABI_WITH_TCP = 4
NOBODY = 65534
OPEN_FILES = 64
ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TORCHINDUCTOR_CACHE_DIR": "/",  # torch.compile makes this folder, whatever the backend
}
# Found out now: a virtual environment's link to it is not among what a child can see.
INTERPRETER = os.path.realpath(sys.executable)
PROGRAM_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "TORCHINDUCTOR_CACHE_DIR": "/tmp/inductor",  # in the /tmp of its own
    "TORCHINDUCTOR_COMPILE_THREADS": "1",
}
DEVICES = ("/dev/zero", "/dev/urandom")


@dataclass(frozen=True)
class MachineLevel:
    """What `probe` found.

    Attributes:
        landlock_abi: The kernel's Landlock ABI; 0 if it is absent or not to be used.
        seccomp: Whether system calls can be filtered.
        namespaces: ``""`` if namespaces work, else why not.
        sentence: All of this for a person.
    """

    level: Level
    landlock_abi: int
    seccomp: bool
    namespaces: str
    sentence: Text


@dataclass(frozen=True)
class Confinement:
    """What every child of one zygote and profile shares, made once by `prepare`.

    Attributes:
        layers: What will hold the child; see `LAYERS`.
        ruleset_fd: Landlock rules, or -1.
        program: The system-call filter, or ``b""``.
        base_bytes: Address space of the empty child; 0 where it cannot be measured or limited.
        uid: The user the child becomes, or -1 to stay who it is.
        parent: The zygote's process number.
    """

    profile: ProfileName
    layers: frozenset[str]
    ruleset_fd: int
    program: bytes
    base_bytes: int
    uid: int
    parent: int


def at_least(level: str, wanted: str) -> bool:
    """Say whether `level` confines as well as `wanted`.

    Raises:
        MachineError: There is no such level.
    """
    return _rank(level) >= _rank(wanted)


def level_named(text: str) -> Level:
    """Return the level of this name.

    Raises:
        MachineError: There is none.
    """
    if text not in LEVELS:
        raise MachineError(
            f"there is no confinement level {text!r}", cure=f"use one of {', '.join(LEVELS)}"
        )
    return Level(text)


def _rank(level: str) -> int:
    return LEVELS.index(level_named(level))


def probe() -> MachineLevel:
    """Try every layer in forked children; takes some 50 ms and changes nothing.

    The environment variable AUTOGRADER_MAX_LEVEL caps what is tried and found.
    """
    allowed = LAYERS[_cap()]
    filters = (
        "seccomp" in allowed and syscalls.supported() and not syscalls.try_in_fork(_try_seccomp)
    )
    abi = landlock.abi() if "landlock" in allowed else 0
    if abi and syscalls.try_in_fork(_try_landlock):
        abi = 0
    reason = namespaces.available() if "namespaces" in allowed else f"{CAP_VARIABLE} is {_cap()}"
    found = (("seccomp", filters), ("landlock", abi), ("namespaces", not reason))
    layers = frozenset(name for name, works in found if works)
    # With a private mount tree the interpreter can be reached by anyone; see namespaces.
    uid = _child_uid() if "namespaces" not in layers else NOBODY
    level = _level(layers, abi, uid)
    return MachineLevel(level, abi, filters, reason, _sentence(level, abi, reason, uid))


def _cap() -> Level:
    return level_named(os.environ.get(CAP_VARIABLE) or LEVELS[-1])


def _try_seccomp() -> None:
    seccomp.install(seccomp.program(ProfileName.PURE))
    _expect_denial(lambda: syscalls.call("unshare", 0))


def _try_landlock() -> None:
    landlock.restrict(landlock.ruleset(readable_paths()))
    _expect_denial(lambda: os.listdir("/"))


def _expect_denial(act: Callable[[], object]) -> None:
    try:
        act()
    except PermissionError:
        return
    raise MachineError("the kernel accepted a restriction but does not enforce it")


def _level(layers: frozenset[str], abi: int, uid: int) -> Level:
    if layers >= LAYERS[Level.S3]:
        return Level.S3
    if layers >= LAYERS[Level.S2] and abi >= ABI_WITH_TCP:
        return Level.S2
    if layers >= LAYERS[Level.S2B]:
        return Level.S2B
    files_protected = abi > 0 or uid == NOBODY
    return Level.S1 if "seccomp" in layers and files_protected else Level.S0


def _sentence(level: Level, abi: int, reason: str, uid: int) -> Text:
    en, zh = {
        Level.S3: ("Level S3: hidden files and other processes do not exist for student code.",
               "S3 级：隐藏文件与其他进程对学生代码而言不存在。"),
        Level.S2: ("Level S2: the kernel denies hidden files and other processes to student code.",
               "S2 级：内核禁止学生代码访问隐藏文件与其他进程。"),
        Level.S2B: ("Level S2b: student code is held by namespaces and a system-call filter.",
                "S2b 级：学生代码由命名空间与系统调用过滤器隔离。"),
        Level.S1: ("Level S1: system calls are filtered; files are protected more weakly.",
               "S1 级：系统调用受到过滤，文件的保护较弱。"),
        Level.S0: ("Level S0: student code is not contained; a self-check, not a grade.",
               "S0 级：学生代码没有被隔离；仅供自查，不能作为成绩。"),
    }[level]  # fmt: skip
    en += f" Landlock ABI {abi}." if abi else " No Landlock."
    zh += f"Landlock ABI {abi}。" if abi else "没有 Landlock。"
    if reason:
        en, zh = f"{en} No namespaces: {reason}.", f"{zh}没有命名空间：{reason}。"
    if uid == 0:
        en += " It stays user 0, without capabilities: user nobody cannot read this Python."
        zh += "由于 nobody 用户无法读取该 Python，学生代码以无任何特权的 0 号用户运行。"
    return Text(en, zh)


def _child_uid() -> int:
    """Return nobody for root if nobody can use this Python, 0 if not, and -1 for other users."""
    if not syscalls.supported() or os.geteuid() != 0:
        return -1
    folders = python_paths()
    return 0 if syscalls.try_in_fork(lambda: _list_as_nobody(folders)) else NOBODY


def _list_as_nobody(folders: list[str]) -> None:
    _become(NOBODY)
    for folder in folders:
        os.listdir(folder)


def _become(uid: int) -> None:
    # In this order: without the user's rights the groups could not be given up any more. All three
    # numbers each: a saved one could be taken back (credentials(7)).
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def prepare(profile: ProfileName, in_namespaces: bool = False) -> Confinement:
    """Build in the zygote, once, what `apply` needs in every child: all layers that work here.

    From now on the zygote gains no capability by ``execve``; it keeps those it has.

    Args:
        in_namespaces: Whether `namespaces.enter` was called; only the caller can tell.

    Raises:
        MachineError: There is no such profile.
        OSError: The kernel refused the rules.
    """
    program = seccomp.program(profile) if syscalls.supported() else b""
    if program:
        syscalls.drop_bounding_capabilities()  # 64 calls that each child is spared
    abi = landlock.abi()
    # Rules about a private folder can only be made once it is there, in each child.
    shared = abi and not PROFILES[profile].folders
    ruleset = _ruleset(PROFILES[profile]) if shared else -1
    parts = (("seccomp", program), ("landlock", abi), ("namespaces", in_namespaces))
    layers = frozenset(name for name, there in parts if there)
    memory, uid = _address_space(), _child_uid()
    return Confinement(profile, layers, ruleset, program, memory, uid, os.getpid())


def _ruleset(profile: Profile) -> int:
    read = (*readable_paths(), *DEVICES)
    programs = program_paths() if profile.programs else ()
    runnable = (*programs, *profile.folders[:1]) if profile.programs else ()
    return landlock.ruleset((*read, *programs), (os.devnull,), profile.folders, runnable)


def _address_space() -> int:
    try:
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def apply(confinement: Confinement, policy: Policy, keep_fds: tuple[int, ...] = ()) -> None:
    """Confine this freshly forked, single-threaded process for good.

    Effects: new session, folder ``/``, a fixed small environment, no open file but `keep_fds`
    (standard streams that are not among them lead to ``/dev/null``), no privilege, no file but the
    readable ones, no socket, no new process but what its profile allows, limits of `policy`; it
    dies with the zygote.

    Raises:
        MachineError: Something was refused, or the policy's level is out of reach here. The process
            is then half confined: end it.
    """
    _require(confinement, policy)
    profile = PROFILES[policy.profile]
    # The order is part of the confinement. Files are closed first: one that is open stays usable
    # under Landlock (userspace-api/landlock.rst), and above a lowered limit it would be missed.
    # Private folders need the capabilities that are dropped next; a change of user undoes what is
    # set after it; setting up Landlock needs files. The filter denies most of these calls, so it
    # is last.
    try:
        os.setsid()  # without the terminal, into which it could type (TIOCSTI in ioctl_tty(2))
        _close_all_but({*keep_fds, confinement.ruleset_fd})
        _settle_in(profile)
        if syscalls.supported():
            _drop_privileges(confinement)
        _limit(confinement, policy)
        if "landlock" in confinement.layers:
            shared = confinement.ruleset_fd
            ruleset = shared if shared >= 0 else _ruleset(profile)
            landlock.restrict(ruleset)
            os.close(ruleset)
        if "seccomp" in confinement.layers:
            seccomp.install(confinement.program)
    except OSError as error:
        raise MachineError(
            f"the kernel refused a part of the confinement: {error}",
            cure="`autograder doctor` says which level this machine reaches",
        ) from error


def _settle_in(profile: Profile) -> None:
    """Take the working folder and the environment of a child, and make its private folders."""
    home = profile.folders[0] if profile.folders else "/"
    if profile.folders:
        namespaces.private_folders(
            profile.folders,
            profile.folder_bytes,
            (*readable_paths(), *program_paths()),
            profile.programs,
        )
    os.chdir(home)
    tempfile.tempdir = home
    os.environ.clear()
    os.environ.update(ENVIRONMENT, HOME=home, TMPDIR=home)
    if profile.programs:
        os.environ.update(PROGRAM_ENVIRONMENT)
        sys.executable = INTERPRETER


def _require(confinement: Confinement, policy: Policy) -> None:
    if policy.profile != confinement.profile:
        raise MachineError(
            f"the policy asks for profile {policy.profile!r}, not {confinement.profile!r}",
            cure="call prepare() for that profile",
        )
    _rank(policy.level)
    level = max(policy.level, PROFILES[policy.profile].level, key=_rank)
    missing = LAYERS[level] - confinement.layers
    if missing:
        raise MachineError(
            f"level {level} needs {', '.join(sorted(missing))}, which is not in place",
            cure="`autograder doctor` says which level this machine reaches",
        )


def _close_all_but(kept: set[int]) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        if stream not in kept:
            os.dup2(null, stream)
    start = 3
    for fd in sorted(fd for fd in kept if fd >= 3):
        os.closerange(start, fd)
        start = fd + 1
    os.closerange(start, os.sysconf("SC_OPEN_MAX"))


def _drop_privileges(confinement: Confinement) -> None:
    if confinement.uid > 0:
        _become(confinement.uid)
    elif confinement.uid == 0:
        os.setgroups([])
    syscalls.drop_capabilities()
    # Only now: a change of user clears both the death signal and the mark against being read.
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)  # prctl(2)
    # A zygote that died before this line sends nothing. The first process of a tree has parent 0,
    # and dies with the tree around it in any case.
    if os.getppid() not in (0, confinement.parent):
        os._exit(1)
    # Children have the same user; this keeps them out of each other's memory (ptrace(2), proc(5)).
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 0)
    # A program with a set-user-ID bit gives nothing any more (userspace-api/no_new_privs.rst).
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)


def _limit(confinement: Confinement, policy: Policy) -> None:
    profile = PROFILES[policy.profile]
    file_bytes = profile.folder_bytes if profile.folders else 0
    # See getrlimit(2). Hard limits too: without capabilities they can only be lowered.
    limits = [
        (resource.RLIMIT_CORE, 0, 0),  # a dump goes to a program of the host's (core(5))
        (resource.RLIMIT_FSIZE, file_bytes, file_bytes),
        (resource.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES),  # each holds memory of the kernel's
        (resource.RLIMIT_NPROC, profile.tasks, profile.tasks),  # threads count; not for user 0
        (resource.RLIMIT_MEMLOCK, 0, 0),
        # The first second over asks, with a signal that names the reason; the next one kills.
        (resource.RLIMIT_CPU, policy.cpu_seconds, policy.cpu_seconds + 1),
    ]
    if confinement.base_bytes:
        # What is over is an error in the student's own line, a MemoryError, and not a kill.
        memory = confinement.base_bytes + policy.memory_bytes
        limits.append((resource.RLIMIT_AS, memory, memory))
    for kind, soft, hard in limits:
        _, ceiling = resource.getrlimit(kind)
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        resource.setrlimit(kind, (soft, hard))
