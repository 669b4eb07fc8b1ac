"""The filter's decisions on both architectures, its numbers, and that the kernel enforces it."""

import ctypes
import errno
import os
import platform
import resource
import signal
import socket
import struct
import threading

import pytest

from autograder.errors import MachineError
from autograder.sandbox.confinement import seccomp, syscall_numbers, syscalls
from autograder.sandbox.confinement.profiles import PROFILES

PID = 4321
EPERM, ENOSYS = seccomp.ERRNO | errno.EPERM, seccomp.ERRNO | errno.ENOSYS
on_linux = pytest.mark.skipif(not syscalls.supported(), reason="needs Linux")


def verdict(program, arch, number, *arguments):
    """Run a filter as the kernel does and return its answer."""
    padded = (*arguments, 0, 0, 0, 0, 0, 0)[:6]
    data = struct.pack("<iIQ6Q", number, arch, 0, *padded)
    code = list(struct.iter_unpack("=HBBI", program))
    at = value = 0
    while True:
        operation, yes, no, constant = code[at]
        at += 1
        if operation == 0x06:
            return constant
        if operation == 0x20:
            value = struct.unpack_from("<I", data, constant)[0]
            continue
        holds = {
            0x15: value == constant,
            0x25: value > constant,
            0x35: value >= constant,
            0x45: bool(value & constant),
        }[operation]
        at += yes if holds else no


def decide(name, *arguments, arch="x86_64", profile="pure"):
    program = seccomp.for_process(seccomp.program(profile, arch), PID)
    return verdict(
        program, seccomp.AUDIT_ARCH[arch], syscall_numbers.number(name, arch), *arguments
    )


@pytest.mark.parametrize("arch", syscall_numbers.ARCHITECTURES)
@pytest.mark.parametrize(
    "name, arguments, answer",
    [
        ("read", (), seccomp.ALLOW),
        ("mmap", (), seccomp.ALLOW),
        ("clone", (0x3D0F00,), seccomp.ALLOW),  # what pthread_create passes
        ("clone", (17,), EPERM),  # fork
        ("clone", (0x3D0F00 | 0x40000000,), EPERM),
        ("clone3", (), ENOSYS),
        ("io_uring_setup", (), ENOSYS),
        ("clock_gettime", (1,), seccomp.ALLOW),
        ("clock_gettime", ((1 << 64) - 10,), EPERM),  # another process's CPU clock
        ("clock_nanosleep", ((1 << 64) - 10,), EPERM),
        ("prctl", (15,), seccomp.ALLOW),
        ("prctl", (1,), EPERM),
        ("prctl", (4, 1), EPERM),
        ("ioctl", (0, 0x5401), seccomp.ALLOW),
        ("ioctl", (0, 0x5412), EPERM),  # TIOCSTI
        ("fcntl", (0, 1), seccomp.ALLOW),
        ("fcntl", (0, 6), EPERM),  # F_SETLK
        ("fcntl", (0, 8), EPERM),  # F_SETOWN
        ("fcntl", (0, 37), EPERM),  # F_OFD_SETLK
        ("kill", (PID, 9), seccomp.ALLOW),
        ("kill", (PID + 1, 9), EPERM),
        ("kill", ((1 << 64) - 1, 9), EPERM),
        ("kill", (0, 9), EPERM),
        ("tgkill", (PID, PID + 1, 6), seccomp.ALLOW),
        ("tgkill", (1, 1, 6), EPERM),
        ("prlimit64", (0, 7, 0, 1), seccomp.ALLOW),
        ("prlimit64", (PID, 7, 0, 1), seccomp.ALLOW),
        ("prlimit64", (0, 7, 1, 0), EPERM),
        ("prlimit64", (0, 7, 1 << 32, 0), EPERM),
        ("prlimit64", (1, 7, 0, 1), EPERM),
        ("socketpair", (1, 1), EPERM),
        ("unshare", (), EPERM),
        ("seccomp", (), EPERM),
        ("landlock_restrict_self", (), EPERM),
    ],
)
def test_decisions_of_the_pure_profile(name, arguments, answer, arch):
    assert decide(name, *arguments, arch=arch) == answer


@pytest.mark.parametrize("arch", syscall_numbers.ARCHITECTURES)
@pytest.mark.parametrize(
    "name, arguments, answer",
    [
        ("socketpair", (1, 0o2000001), seccomp.ALLOW),
        ("socketpair", (1, 2), EPERM),  # datagrams could be sent anywhere
        ("socketpair", (2, 1), EPERM),
        ("sendto", (3, 1, 1, 0, 0), seccomp.ALLOW),
        ("sendto", (3, 1, 1, 0, 1 << 40), EPERM),
        ("fcntl", (0, 4), seccomp.ALLOW),
        ("clone", (17,), EPERM),
    ],
)
def test_decisions_of_the_aio_profile(name, arguments, answer, arch):
    assert decide(name, *arguments, arch=arch, profile="aio") == answer


@pytest.mark.parametrize("arch", syscall_numbers.ARCHITECTURES)
@pytest.mark.parametrize(
    "name, arguments, files, workers, compile_",
    [
        ("mkdirat", (), seccomp.ALLOW, seccomp.ALLOW, seccomp.ALLOW),
        ("clone", (17,), EPERM, seccomp.ALLOW, seccomp.ALLOW),
        ("clone", (0x10000000 | 17,), EPERM, EPERM, EPERM),  # CLONE_NEWUSER
        ("socket", (1,), EPERM, seccomp.ALLOW, seccomp.ALLOW),
        ("socket", (2,), EPERM, EPERM, EPERM),
        ("execve", (), EPERM, EPERM, seccomp.ALLOW),
        ("prlimit64", (1, 7, 0, 1), EPERM, EPERM, EPERM),
        ("unshare", (), EPERM, EPERM, EPERM),
        ("setns", (), EPERM, EPERM, EPERM),
    ],
)
def test_decisions_of_the_profiles_that_write(name, arguments, files, workers, compile_, arch):
    answers = {"files": files, "workers": workers, "compile": compile_}
    for profile, answer in answers.items():
        assert decide(name, *arguments, arch=arch, profile=profile) == answer


def test_every_profile_has_a_filter():
    assert seccomp.RULES_OF_PROFILE.keys() == PROFILES.keys()


@pytest.mark.parametrize("arch", syscall_numbers.ARCHITECTURES)
def test_every_call_that_is_not_listed_is_denied(arch):
    program = seccomp.program("pure", arch)
    listed = {syscall_numbers.number(rule.name, arch) for rule in seccomp.RULES_OF_PROFILE["pure"]}
    listed |= {syscall_numbers.number(name, arch) for name in seccomp.ABSENT.split()}
    others = set(range(450)) - listed
    assert {verdict(program, seccomp.AUDIT_ARCH[arch], number) for number in others} == {EPERM}
    assert verdict(program, seccomp.AUDIT_ARCH[arch], 5000) == ENOSYS


def test_calls_through_another_entry_end_the_process():
    program = seccomp.program("pure", "x86_64")
    i386, x32 = 0x40000003, 0x40000000
    assert verdict(program, i386, 20) == seccomp.KILL_PROCESS
    assert verdict(program, seccomp.AUDIT_ARCH["x86_64"], x32 | 39) == seccomp.KILL_PROCESS
    assert verdict(program, seccomp.AUDIT_ARCH["aarch64"], 39) == seccomp.KILL_PROCESS


def test_an_unknown_profile_names_the_known_ones():
    with pytest.raises(MachineError, match="aio, compile, files, pure, workers"):
        seccomp.program("network")


def test_an_unknown_architecture_is_an_error():
    with pytest.raises(MachineError, match="riscv64"):
        seccomp.program("pure", "riscv64")


@pytest.mark.parametrize("arch", syscall_numbers.ARCHITECTURES)
def test_numbers_agree_with_libseccomp(arch):
    try:
        resolve = ctypes.CDLL("libseccomp.so.2").seccomp_syscall_resolve_name_arch
    except (OSError, AttributeError):
        pytest.skip("libseccomp is not installed")
    resolve.argtypes = [ctypes.c_uint32, ctypes.c_char_p]
    unknown = -1  # younger than this libseccomp; other negative numbers mean "not on this one"
    for name in syscall_numbers.NUMBERS:
        theirs = resolve(seccomp.AUDIT_ARCH[arch], name.encode())
        if theirs != unknown:
            assert syscall_numbers.number(name, arch) == (theirs if theirs >= 0 else None), name


def filtered(act, profile="pure"):
    def confined():
        seccomp.install(seccomp.program(profile))
        act()

    return syscalls.try_in_fork(confined)


@on_linux
@pytest.mark.parametrize(
    "act",
    [
        lambda: socket.socket().close(),
        lambda: socket.socketpair(),
        lambda: os.memfd_create("x"),
        lambda: os.fork() or os._exit(0),
        lambda: syscalls.call("unshare", 0),
        lambda: syscalls.call("prlimit64", 0, resource.RLIMIT_CORE, bytes(16), None),
        lambda: os.kill(os.getppid(), 0),
    ],
)
def test_the_kernel_enforces_the_filter(act):
    assert syscalls.try_in_fork(act) == ""
    assert filtered(act).startswith("PermissionError")


@on_linux
def test_a_filtered_process_still_has_threads_and_its_own_signals():
    def live():
        signal.signal(signal.SIGUSR1, lambda *_: None)
        os.kill(os.getpid(), signal.SIGUSR1)
        thread = threading.Thread(target=os.getpid)
        thread.start()
        thread.join()
        assert resource.getrlimit(resource.RLIMIT_CPU)

    assert filtered(live) == ""


@on_linux
def test_asyncio_runs_in_its_profile_only():
    import asyncio

    def run():
        asyncio.run(asyncio.sleep(0))

    assert filtered(run, "aio") == ""
    assert filtered(run, "pure").startswith("PermissionError")


@on_linux
@pytest.mark.skipif(platform.machine() != "x86_64", reason="an entry of x86")
def test_the_kernel_ends_a_process_that_uses_the_32_bit_entry():
    import mmap

    def call_getpid_of_32_bit():
        page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        page.write(bytes.fromhex("b814000000 cd80 c3"))
        address = ctypes.addressof(ctypes.c_char.from_buffer(page))
        assert ctypes.CFUNCTYPE(ctypes.c_int)(address)() > 0

    if syscalls.try_in_fork(call_getpid_of_32_bit):
        pytest.skip("this kernel has no 32-bit entry")
    assert filtered(call_getpid_of_32_bit) == f"ended with status {-signal.SIGSYS}"
