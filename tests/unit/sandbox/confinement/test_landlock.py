"""Landlock rules hold in a forked child; the same act succeeds without them."""

import errno
import os
import signal
import socket
import struct

import pytest

from autograder.sandbox.confinement import landlock, syscalls

pytestmark = pytest.mark.skipif(not landlock.abi(), reason="this kernel has no Landlock")


def needs(abi):
    return pytest.mark.skipif(landlock.abi() < abi, reason=f"needs Landlock ABI {abi}")


@pytest.fixture
def folders(tmp_path):
    for name in ("open", "hidden"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("text")
    return tmp_path


def under(read, write, act):
    """Return why `act` failed in a child restricted to these paths, or ``""``."""

    def restricted():
        landlock.restrict(landlock.ruleset(read, write))
        act()

    return syscalls.try_in_fork(restricted)


def blocked(act, read=(), write=()):
    """Say whether the rules alone make `act` fail: the control run has none."""
    assert syscalls.try_in_fork(act) == ""
    return under(read, write, act).startswith("PermissionError")


@pytest.mark.parametrize("version, size", [(1, 8), (3, 8), (4, 16), (5, 16), (6, 24), (7, 24)])
def test_attributes_have_the_size_their_kernel_knows(version, size):
    assert len(landlock.attributes(version)) == size


def test_attributes_handle_one_right_more_with_each_abi_that_adds_one():
    rights = [struct.unpack_from("=Q", landlock.attributes(n))[0].bit_count() for n in range(1, 7)]
    assert rights == [13, 14, 15, 15, 16, 16]


@pytest.mark.parametrize("version", range(1, 8))
def test_older_kernels_get_rules_that_still_hide_files(folders, version, monkeypatch):
    if version > landlock.abi():
        pytest.skip("newer than this kernel")
    monkeypatch.setattr(landlock, "abi", lambda: version)
    hidden, shown = folders / "hidden" / "file", folders / "open" / "file"
    assert blocked(hidden.read_text, read=[str(folders / "open")])
    assert under([str(folders / "open")], (), shown.read_text) == ""


def test_folders_outside_cannot_be_listed_and_those_inside_can(folders):
    assert blocked(lambda: os.listdir(folders / "hidden"), read=[str(folders / "open")])
    assert under([str(folders / "open")], (), lambda: os.listdir(folders / "open")) == ""


def test_a_readable_place_cannot_be_written(folders):
    place = str(folders / "open")
    for name in ("file", "new"):
        act = (folders / "open" / name).open
        assert blocked(lambda act=act: act("a").close(), read=[place])


def test_a_writable_place_takes_files_but_no_links(folders):
    place = str(folders / "open")
    assert under([], [place], lambda: (folders / "open" / "new").write_text("text")) == ""
    link = folders / "open" / "link"
    assert under([], [place], lambda: link.symlink_to("file")).startswith("PermissionError")


def test_a_single_file_can_be_named(folders):
    shown = folders / "open" / "file"
    assert under([str(shown)], (), shown.read_text) == ""
    assert blocked(lambda: os.listdir(folders / "open"), read=[str(shown)])


def test_a_missing_path_is_left_out(folders):
    hidden = folders / "hidden" / "file"
    assert blocked(hidden.read_text, read=[str(folders / "absent"), str(folders / "open")])


def test_nothing_can_be_executed():
    def execute():
        os.execv("/bin/true", ["true"])

    assert syscalls.try_in_fork(execute) == "ended with status 0"
    assert under(["/"], (), execute).startswith("PermissionError")


@needs(4)
def test_tcp_is_closed():
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        assert blocked(lambda: socket.create_connection(address, 5).close(), read=["/"])
    assert blocked(lambda: socket.create_server(("127.0.0.1", 0)).close(), read=["/"])


@needs(6)
def test_processes_outside_get_no_signal():
    parent = os.getpid()
    assert blocked(lambda: os.kill(parent, 0), read=["/"])
    assert under(["/"], (), lambda: os.kill(os.getpid(), signal.SIGCONT)) == ""


@needs(6)
def test_abstract_sockets_outside_are_closed():
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("")  # the kernel picks a free abstract name
        server.listen()

        def connect():
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(server.getsockname())

        assert blocked(connect, read=["/"])


def test_without_landlock_the_abi_is_0(monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOSYS, "")

    monkeypatch.setattr(syscalls, "call", refuse)
    assert landlock.abi() == 0
