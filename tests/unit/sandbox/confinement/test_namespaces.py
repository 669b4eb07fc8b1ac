"""The private process tree: what is in it, what is not, and that it ends with its parent."""

import os
import select
import signal
import socket
import tempfile

import pytest

from autograder.errors import MachineError
from autograder.sandbox.confinement import landlock, namespaces, syscalls

REASON = namespaces.available()
pytestmark = pytest.mark.skipif(bool(REASON), reason=f"no namespaces: {REASON}")
NOBODY = 65534
USERS = ["this user"] + (["another user"] if hasattr(os, "geteuid") and not os.geteuid() else [])


@pytest.fixture(params=USERS)
def inside(request):
    """Return a function that does an act in fresh namespaces and says why it failed, or ``""``."""

    def run(readable, act):
        def enter_and_act():
            if request.param == "another user":
                become_ordinary()
            namespaces.enter([str(path) for path in readable])
            act()

        return syscalls.try_in_fork(enter_and_act)

    return run


def become_ordinary():
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    # As if started by this user: the change of user made /proc/self belong to root.
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 1)


@pytest.fixture
def folders():
    with tempfile.TemporaryDirectory() as root:
        os.chmod(root, 0o755)
        for name in ("open", "hidden"):
            os.makedirs(f"{root}/{name}")
            with open(f"{root}/{name}/file", "w") as file:
                file.write("text")
            os.chmod(f"{root}/{name}", 0o777)
        os.symlink("open", f"{root}/link")
        yield root


def test_only_readable_paths_exist(inside, folders):
    def look():
        assert os.listdir(folders) == ["open"]
        assert os.listdir(f"{folders}/open") == ["file"]
        assert not os.path.exists("/home") and not os.path.exists("/etc")
        assert set(os.listdir("/dev")) == {"null", "zero", "urandom", "shm"}

    assert inside([f"{folders}/open"], look) == ""


def test_paths_nest_repeat_link_or_are_missing(inside, folders):
    def look():
        with open(f"{folders}/link/file") as file:
            assert file.read() == "text"
        assert os.listdir(f"{folders}/open") == ["file"]

    paths = [f"{folders}/open/file", f"{folders}/open", f"{folders}/link", f"{folders}/absent"]
    assert inside([*paths, f"{folders}/open"], look) == ""


def test_a_single_file_can_be_readable(inside, folders):
    def look():
        with open(f"{folders}/hidden/file") as file:
            assert file.read() == "text"
        with pytest.raises(OSError):
            open(f"{folders}/hidden/file", "w").close()

    assert inside([f"{folders}/hidden/file"], look) == ""


def test_a_0700_folder_above_does_not_matter(folders):
    """Root binds what lies below it; the child that drops to nobody later can read it."""
    if os.geteuid():
        pytest.skip("only root can")
    os.chmod(folders, 0o700)

    def look_as_nobody():
        namespaces.enter([f"{folders}/open"])
        become_ordinary()
        assert os.listdir(f"{folders}/open") == ["file"]

    assert syscalls.try_in_fork(look_as_nobody) == ""


@pytest.mark.parametrize("place", ["{}/open/new", "/new", "/dev/new", "/tmp/new"])
def test_nothing_can_be_written(inside, folders, place):
    def write():
        open(place.format(folders), "w").close()

    assert syscalls.try_in_fork(lambda: open(f"{folders}/open/control", "w").close()) == ""
    assert inside([f"{folders}/open"], write).startswith(("OSError: [Errno 30]", "FileNotFound"))


def test_a_private_folder_does_not_hide_what_is_readable_below_it(inside, folders):
    """Python may be installed below /tmp."""
    paths = [f"{folders}/open", f"{folders}/link"]

    def look():
        namespaces.private_folders(("/tmp",), 1 << 20, paths)
        assert sorted(os.listdir(folders)) == ["link", "open"]
        with open(f"{folders}/link/file") as file:
            assert file.read() == "text"
        open("/tmp/new", "w").close()
        with pytest.raises(OSError):
            open(f"{folders}/open/new", "w").close()

    assert folders.startswith("/tmp/") and inside(paths, look) == ""


def test_devices_work(inside):
    def use():
        with open("/dev/null", "w") as null:
            null.write("text")
        with open("/dev/urandom", "rb") as source:
            assert len(source.read(8)) == 8

    assert inside(["/usr/lib"], use) == ""


def test_nobody_else_is_there(inside):
    def look():
        assert os.getpid() == 1
        assert {name for name in os.listdir("/proc") if name.isdigit()} == {"1"}
        assert os.uname().nodename == "sandbox"

    assert inside(["/usr/lib"], look) == ""


def test_there_is_no_network(inside):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def connect():
            with socket.socket() as client:
                client.connect(server.getsockname())

        assert syscalls.try_in_fork(connect) == ""
        assert inside(["/usr/lib"], connect).startswith("OSError: [Errno 101]")


def test_open_files_and_the_user_stay(inside):
    ours, theirs = socket.socketpair()

    def answer():
        theirs.send(str(os.getuid()).encode())

    assert inside(["/usr/lib"], answer) == ""
    assert int(ours.recv(10)) in (os.getuid(), NOBODY)


def start_inside(act):
    """Fork a process that enters namespaces and acts; return its (outer) number."""
    pid = os.fork()
    if pid == 0:
        try:
            namespaces.enter(["/usr/lib"])
            act()
        finally:
            os._exit(99)
    return pid


@pytest.mark.parametrize(
    "act, code",
    [
        (lambda: os._exit(7), 7),
        (lambda: signal.pidfd_send_signal(os.pidfd_open(os.getpid()), 0) or os._exit(0), 0),
    ],
)
def test_the_outer_process_ends_as_the_inner_one(act, code):
    _, status = os.waitpid(start_inside(act), 0)
    assert os.waitstatus_to_exitcode(status) == code


def test_the_inner_process_dies_with_the_outer_one():
    receiver, sender = os.pipe()

    def live():
        os.write(sender, b"alive")
        signal.pause()

    outer = start_inside(live)
    os.close(sender)
    assert os.read(receiver, 5) == b"alive"
    os.kill(outer, signal.SIGKILL)
    os.waitpid(outer, 0)
    assert select.select([receiver], [], [], 5)[0] and os.read(receiver, 1) == b""
    os.close(receiver)


def test_the_tree_dies_with_its_parent():
    receiver, sender = os.pipe()

    def parent():
        start_inside(lambda: (os.write(sender, b"alive"), signal.pause()))
        assert os.read(receiver, 5) == b"alive"

    assert syscalls.try_in_fork(parent) == ""
    os.close(sender)
    assert select.select([receiver], [], [], 5)[0] and os.read(receiver, 1) == b""
    os.close(receiver)


@pytest.mark.skipif(not landlock.abi(), reason="needs something that makes the host refuse")
def test_a_refusal_names_a_cure_and_leaves_the_process_as_it_was():
    def refused():
        landlock.restrict(landlock.ruleset(["/"]))  # forbids every change of the mount tree
        before = os.getpid(), os.listdir("/")
        with pytest.raises(MachineError, match="user namespaces"):
            namespaces.enter(["/usr/lib"])
        assert (os.getpid(), os.listdir("/")) == before

    assert syscalls.try_in_fork(refused) == ""
