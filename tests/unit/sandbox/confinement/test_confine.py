"""The whole confinement of one child, at every level and for every kind of user.

Each act is a small attack. It succeeds in a forked child that is not confined (the control) and
fails in one that is. Run as a program, this file is the zygote of the last test.
"""

import contextlib
import ctypes
import dataclasses
import errno
import functools
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from autograder.errors import MachineError
from autograder.model import CheckSpec, Exercise, Limits, Text
from autograder.sandbox.confinement import confine, namespaces, syscalls
from autograder.sandbox.confinement.policy import Policy, policy_for

fcntl, resource = pytest.importorskip("fcntl"), pytest.importorskip("resource")

MACHINE = confine.probe()
NOBODY = confine.NOBODY
USERS = ["this user"] + (["another user"] if hasattr(os, "geteuid") and not os.geteuid() else [])
LEVELS = [level for level in ("S2", "S3") if confine.at_least(MACHINE.level, level)]
contained = pytest.mark.skipif(not LEVELS, reason=MACHINE.sentence.en)
POLICY = Policy("pure", 256 << 20, 10, "S2")
# Acts that some machines refuse to everyone.
HOST_MAY_REFUSE = {"ptrace_parent", "read_memory_of_parent", "new_user_namespace"}
SECRET = "AUTOGRADER_TEST_SECRET"


@pytest.fixture(params=[(user, level) for user in USERS for level in LEVELS], ids="-".join)
def confined(request):
    """Return a function that does an act in a confined child and says why it failed, or ``""``."""
    user, level = request.param

    def run(act, policy=POLICY):
        def zygote():
            if user == "another user":
                become_ordinary()
            if level == "S3":
                namespaces.enter(confine.readable_paths())
            confinement = confine.prepare(policy.profile, level == "S3")
            wanted = dataclasses.replace(policy, level=level)
            raise Told(syscalls.try_in_fork(lambda: confine_and(act, confinement, wanted)))

        return told(zygote)

    run.level, run.user = level, user
    return run


@functools.cache
def unconfined(act, user):
    def zygote():
        if user == "another user":
            become_ordinary()
        raise Told(syscalls.try_in_fork(act))

    return told(zygote)


class Told(Exception):
    """Carries the result of a grandchild through its parent."""


def told(zygote):
    prefix, separator, reason = syscalls.try_in_fork(zygote).partition("Told: ")
    assert separator, prefix
    return reason


def confine_and(act, confinement, policy):
    # The channel that reports the act's result has to stay open.
    open_now = tuple(int(fd) for fd in os.listdir("/proc/self/fd") if int(fd) > 2)
    confine.apply(confinement, policy, keep_fds=open_now)
    act()


def become_ordinary():
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    # As if started by this user: the change of user made /proc/self belong to root.
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 1)


@pytest.fixture(scope="module", autouse=True)
def world():
    """A folder that everyone may use and a server that everyone may reach, for the controls."""
    with tempfile.TemporaryDirectory() as root, socket.create_server(("127.0.0.1", 0)) as server:
        os.chmod(root, 0o777)
        with open(f"{root}/secret", "w") as file:
            file.write("hidden check")
        os.chmod(f"{root}/secret", 0o666)
        if os.geteuid() == 0:
            os.chown(f"{root}/secret", NOBODY, NOBODY)
        World.root, World.address = root, server.getsockname()
        World.abstract = socket.socket(socket.AF_UNIX)
        World.abstract.bind("")
        World.abstract.listen()
        yield
        World.abstract.close()


class World:
    root, address, abstract = "", ("", 0), None


def read_secret():
    open(f"{World.root}/secret").close()


def list_folder():
    os.listdir(World.root)


def write_secret():
    open(f"{World.root}/secret", "a").close()


def make_file():
    name = f"{World.root}/new{os.getpid()}"
    open(name, "w").close()
    os.unlink(name)


def truncate_secret():
    os.truncate(f"{World.root}/secret", 3)


def link_secret():
    name = f"{World.root}/link{os.getpid()}"
    os.symlink("secret", name)
    os.unlink(name)


def chmod_secret():
    os.chmod(f"{World.root}/secret", 0o666)


def list_root():
    os.listdir("/")


def read_environment_of_parent():
    open(f"/proc/{os.getppid()}/environ", "rb").close()


def connect_tcp():
    with socket.socket() as client:
        client.connect(World.address)


def send_udp():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(b"hidden check", World.address)


def connect_abstract_socket():
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(World.abstract.getsockname())


def make_socket_pair():
    for end in socket.socketpair():
        end.close()


def fork():
    if os.fork() == 0:
        os._exit(0)


def signal_parent():
    os.kill(os.getppid(), 0)


def signal_everyone():
    os.kill(0, 0)


def ptrace_parent():
    seize, detach = 0x4206, 17
    checked(ctypes.CDLL(None, use_errno=True).ptrace(seize, os.getppid(), None, None))
    ctypes.CDLL(None).ptrace(detach, os.getppid(), None, None)


def read_memory_of_parent():
    here, there = ctypes.create_string_buffer(8), ctypes.create_string_buffer(8)
    pieces = [(ctypes.c_size_t * 2)(ctypes.addressof(buffer), 8) for buffer in (here, there)]
    libc = ctypes.CDLL(None, use_errno=True)
    checked(libc.process_vm_readv(os.getppid(), pieces[0], 1, pieces[1], 1, 0))


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "denied")


def limits_of_parent():
    resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE)


def lower_own_limit():
    syscalls.call("prlimit64", 0, resource.RLIMIT_CORE, bytes(16), None)


def make_memory_file():
    os.close(os.memfd_create("x"))


def new_user_namespace():
    syscalls.call("unshare", 0x10000000)


def outlive_parent():
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, 0)


def become_readable_by_others():
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 1)


def lock_file():
    with open("/etc/ld.so.cache") as file:
        fcntl.flock(file, fcntl.LOCK_SH)


def lock_range():
    with open("/etc/ld.so.cache") as file:
        fcntl.lockf(file, fcntl.LOCK_SH)


def pin_to_processor():
    os.sched_setaffinity(os.getppid(), os.sched_getaffinity(0))


def change_priority():
    os.setpriority(os.PRIO_PROCESS, 0, os.getpriority(os.PRIO_PROCESS, 0))


ACTS = [
    read_secret, list_folder, write_secret, make_file, truncate_secret, link_secret, chmod_secret,
    list_root, read_environment_of_parent, connect_tcp, send_udp, connect_abstract_socket,
    make_socket_pair, fork, signal_parent, signal_everyone, ptrace_parent, read_memory_of_parent,
    limits_of_parent, lower_own_limit, make_memory_file, new_user_namespace, outlive_parent,
    become_readable_by_others, lock_file, lock_range, pin_to_processor, change_priority,
]  # fmt: skip


@contained
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_a_confined_child_is_denied_what_others_may_do(confined, act):
    control = unconfined(act, confined.user)
    if control and act.__name__ in HOST_MAY_REFUSE:
        pytest.skip(f"this machine refuses it to everyone: {control}")
    assert control == ""
    assert confined(act).startswith(("PermissionError", "FileNotFoundError", "OSError: [Errno 30]"))


@contained
def test_no_program_can_be_executed(confined):
    def execute():
        os.execv("/usr/bin/env", ["env"])

    assert unconfined(execute, confined.user) == "ended with status 0"
    assert confined(execute).startswith("PermissionError")


@contained
def test_namespaces_hide_even_that_a_file_exists(confined):
    def look():
        os.stat(f"{World.root}/secret")

    assert unconfined(look, confined.user) == ""
    if confined.level == "S3":
        assert confined(look).startswith("FileNotFoundError")


@contained
def test_environment_files_folder_and_user_are_those_of_nobody(confined, monkeypatch):
    monkeypatch.setenv(SECRET, "hidden check")
    kept = os.open("/etc/ld.so.cache", os.O_RDONLY)

    def look():
        assert SECRET not in os.environ and os.getcwd() == "/"
        assert os.getsid(0) == os.getpid()
        with open("/etc/ld.so.cache", "rb") as file:
            assert file.read(4) and os.read(kept, 4)
        assert os.geteuid() == NOBODY or confined.level == "S2"

    assert unconfined(look, confined.user).startswith("AssertionError")
    assert confined(look) == ""
    os.close(kept)


@contained
@pytest.mark.parametrize("user", USERS)
def test_no_capability_is_left(user):
    """Read from outside: the child itself cannot open /proc."""

    def zygote():
        if user == "another user":
            become_ordinary()
        with child_of(confine.prepare("pure")) as child, open(f"/proc/{child}/status") as file:
            facts = dict(line.split(":") for line in file if line.startswith(("Cap", "NoNew")))
        if os.geteuid() != 0:  # only root may empty this one; it bounds what execve could gain
            del facts["CapBnd"]
        assert int(facts.pop("NoNewPrivs")) == 1
        assert {int(value, 16) for value in facts.values()} == {0}, facts

    assert syscalls.try_in_fork(zygote) == ""


@contextlib.contextmanager
def child_of(confinement):
    """Fork a child that confines itself and sleeps; kill it in the end."""
    receiver, sender = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            confine.apply(confinement, POLICY, keep_fds=(sender,))
            os.write(sender, b"1")
            time.sleep(60)
        finally:
            os._exit(1)
    assert os.read(receiver, 1) == b"1"
    yield child
    os.kill(child, signal.SIGKILL)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    os.close(receiver)
    os.close(sender)


@contained
def test_only_the_given_files_stay_open():
    extra = os.open("/etc/ld.so.cache", os.O_RDONLY)

    def zygote():
        confinement = confine.prepare("pure")
        receiver, sender = os.pipe()
        if os.fork() == 0:
            try:
                confine.apply(confinement, POLICY, keep_fds=(sender,))
                os.write(sender, repr([fd for fd in range(200) if is_open(fd)]).encode())
            finally:
                os._exit(0)
        assert os.read(receiver, 1000).decode() == repr([0, 1, 2, sender])

    def is_open(fd):
        with contextlib.suppress(OSError):
            return bool(os.fstat(fd))
        return False

    assert is_open(extra) and syscalls.try_in_fork(zygote) == ""
    os.close(extra)


@contained
def test_a_big_allocation_ends_in_memory_error(confined):
    def allocate():
        return bytes(512 << 20)

    assert unconfined(allocate, confined.user) == ""
    assert confined(allocate).startswith("MemoryError")
    assert confined(allocate, dataclasses.replace(POLICY, memory_bytes=1 << 30)) == ""


@contained
def test_cpu_time_is_limited():
    def spin():
        signal.alarm(20)
        while True:
            pass

    def zygote():
        confinement = confine.prepare("pure")
        policy = dataclasses.replace(POLICY, cpu_seconds=1)
        raise Told(syscalls.try_in_fork(lambda: confine_and(spin, confinement, policy)))

    assert told(zygote) == f"ended with status {-signal.SIGXCPU}"


@contained
@pytest.mark.parametrize("user", USERS)
def test_the_parent_keeps_its_hold_on_the_child(user):
    """It can stop it, read its CPU clock and its state, and kill it."""

    def zygote():
        if user == "another user":
            become_ordinary()
        with child_of(confine.prepare("pure")) as child:
            assert time.clock_gettime((~child << 3) | 2) > 0
            os.kill(child, signal.SIGSTOP)
            os.waitpid(child, os.WUNTRACED)
            for name in ("stat", "statm", "schedstat", f"task/{child}/stat"):
                with open(f"/proc/{child}/{name}") as file:
                    assert file.read()
            with open(f"/proc/{child}/stat") as file:
                assert file.read().rpartition(")")[2].split()[0] == "T"

    assert syscalls.try_in_fork(zygote) == ""


@contained
def test_the_child_dies_with_the_zygote():
    receiver, sender = os.pipe()

    def zygote():
        confinement = confine.prepare("pure")
        if os.fork() == 0:
            confine.apply(confinement, POLICY, keep_fds=(sender,))
            os.write(sender, b"1")
            time.sleep(60)
        assert os.read(receiver, 1) == b"1"

    assert syscalls.try_in_fork(zygote) == ""
    os.close(sender)
    assert select.select([receiver], [], [], 5)[0] and os.read(receiver, 1) == b""
    os.close(receiver)


@contained
@pytest.mark.parametrize(
    "change, words",
    [
        ({"level": "S3"}, "needs namespaces"),
        ({"level": "S9"}, "no confinement level"),
        ({"profile": "aio"}, "profile 'aio'"),
    ],
)
def test_apply_refuses_what_is_not_in_place(change, words):
    def child():
        confine.apply(confine.prepare("pure"), dataclasses.replace(POLICY, **change))

    assert words in syscalls.try_in_fork(child)


def test_the_order_of_levels():
    best_first = ["S3", "S2", "S2b", "S1", "S0"]
    assert sorted(best_first, key=confine.LEVELS.index, reverse=True) == best_first
    assert confine.at_least("S3", "S2") and not confine.at_least("S2b", "S2")
    with pytest.raises(MachineError, match="use one of"):
        confine.at_least("S2", "S7")


@pytest.mark.parametrize("cap", confine.LEVELS)
def test_a_cap_lowers_what_probe_finds(cap, monkeypatch):
    monkeypatch.setenv(confine.CAP_VARIABLE, cap)
    found = confine.probe()
    assert confine.at_least(cap, found.level)
    assert found.sentence.en.startswith(f"Level {found.level}") and found.sentence.zh
    if found.level != cap:
        assert not confine.at_least(MACHINE.level, cap) or cap == "S1"


def test_other_systems_have_level_s0(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert confine.probe().level == "S0"
    assert not confine.prepare("pure").layers


def test_readable_paths_leave_out_the_checkout(monkeypatch, tmp_path):
    root = str(Path(confine.__file__).resolve().parents[2])
    monkeypatch.setattr(sys, "path", [os.path.dirname(root), str(tmp_path), *sys.path])
    paths = confine.readable_paths()
    hidden = [os.path.dirname(root), str(tmp_path), f"{os.path.dirname(root)}/solutions", root]
    covered = [h for h in hidden if any(f"{h}/".startswith(f"{path}/") for path in paths)]
    if "site-packages" not in root:  # installed for real, the engine lies among the packages
        assert not covered
    assert {os.path.dirname(os.__file__), f"{root}/sandbox", f"{root}/drivers"} <= set(paths)


def test_policy_travels_as_a_dict():
    check = CheckSpec("check_a", Text("a"))
    exercise = Exercise(
        "a/01_b", None, Text("b"), 1, 1, Text(), Text(), "", ("b",), (check, check), (), (),
        limits=Limits(cpu_seconds=1.5, load_seconds=2, memory_bytes=3),
    )  # fmt: skip
    policy = policy_for(exercise, "S2")
    assert policy == Policy("pure", 3, 5, "S2")
    assert Policy(**dataclasses.asdict(policy)) == policy


@contained
def test_torch_trains_when_confined():
    environment = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PATH": "/usr/bin:/bin"}
    ran = subprocess.run(
        [sys.executable, __file__, *LEVELS], env=environment, capture_output=True, text=True
    )
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stderr


def _zygote(levels):
    import torch
    import torch._dynamo

    torch.set_num_threads(1)
    for level in levels:
        if level == "S3":
            namespaces.enter(confine.readable_paths())
        confinement = confine.prepare("pure", level == "S3")
        policy = Policy("pure", 1 << 30, 20, level)
        reason = syscalls.try_in_fork(lambda c=confinement, p=policy: confine_and(_train, c, p))
        if reason:
            raise SystemExit(f"{level}: {reason}")


def _train():
    import email.mime.audio  # noqa: F401 - an import the zygote has not made
    import unittest.mock  # noqa: F401

    import torch
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    torch.manual_seed(0)
    images, labels = torch.randn(32, 1, 8, 8), torch.randint(0, 2, (32,))
    model = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(144, 2))
    optimizer = torch.optim.Adam(model.parameters(), 1e-2)
    loader = DataLoader(TensorDataset(images, labels), batch_size=8, shuffle=True, num_workers=0)
    losses = []
    for _ in range(10):
        for x, y in loader:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0]
    torch.linalg.svd(torch.randn(20, 20))
    results = []
    threads = [
        threading.Thread(target=lambda: results.append(torch.ones(9) @ torch.ones(9)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    with pytest.raises(OSError) as denied:
        open("/tmp/weights", "w").close()
    assert denied.value.errno in (errno.EACCES, errno.EROFS, errno.ENOENT, errno.EPERM)


if __name__ == "__main__":
    _zygote(sys.argv[1:])
