"""The zygote: a warm process that holds no secret and forks one confined child a submission.

Started as ``python -m autograder.sandbox.processes.zygote <level> <socket fd>...`` in a clean
environment; it splits into one process for each socket once it is warm. It reads from the grader
only, never from a child, and ends when the grader closes the socket.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import sys
import tempfile
import traceback

import msgspec

from autograder.model import Level, ProfileName
from autograder.sandbox.confinement import confine, namespaces, readable_paths
from autograder.sandbox.confinement.policy import Policy
from autograder.sandbox.confinement.profiles import PROFILES

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    # One thread: a second one hangs after fork and makes small steps many times slower.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OMP_WAIT_POLICY": "passive",
    # Set order is the same in every run, so that grading twice gives the same grade.
    "PYTHONHASHSEED": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    # Both look for a writable place when imported, and there is none.
    "TORCHINDUCTOR_CACHE_DIR": "/",
    "JOBLIB_MULTIPROCESSING": "0",
    # Huge pages (admin-guide/mm/transhuge.rst; glibc's manual, Memory Allocation Tunables) shrink
    # the page tables that every fork copies: three times faster, see benchmarks.
    "PYTHONMALLOC": "malloc",
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}
MAX_MESSAGE = 1 << 16


def main() -> None:
    """Enter the namespaces of the wanted level, warm up, then serve until the grader goes away."""
    name, *fds = sys.argv[1:]
    level = confine.level_named(name)
    if level is Level.S3:
        # Before the imports: forking after them would share every page and slow all later forks.
        namespaces.enter((*readable_paths.readable_paths(), *readable_paths.program_paths()))
    _warm_up()
    gc.collect()
    gc.freeze()  # a collection in a child would copy every page of the warm heap
    grader, copies = _split([int(fd) for fd in fds])
    grader.send(msgspec.msgpack.encode({"ready": True}))
    _serve(grader, level is Level.S3)
    for pid in copies:  # they live in this process's namespace, which ends with it
        os.waitpid(pid, 0)


def _warm_up() -> None:
    """Import what submissions use; every child inherits it for free."""
    tempfile.tempdir = "/"  # some imports ask for it, and there is no writable place to find
    import numpy
    import pandas
    import torch

    torch.set_num_threads(1)  # that of threads between operators may be set once: by a submission
    # Found out once, here: a confined child cannot read what it takes, and would compute without
    # vector instructions, slower and different in the last digit.
    torch.backends.cpu.get_cpu_capability()
    import torch._dynamo  # the first optimizer step imports it: 0.7 s, and impossible when confined

    from autograder import drivers  # noqa: F401 - warm for the scenarios that import it
    from autograder.sandbox.codec import pandas_codec  # noqa: F401 - warm for the child
    from autograder.sandbox.processes import server  # noqa: F401 - warm for the child
    from autograder.sandbox.processes.torchvision_shim import ensure_torchvision

    ensure_torchvision()
    import torchvision.transforms.v2

    _ = numpy, pandas, torchvision
    if len(os.listdir("/proc/self/task")) != 1:
        raise SystemExit("the zygote has more than one thread; children could hang")


def _split(fds: list[int]) -> tuple[socket.socket, list[int]]:
    """Fork one copy for each socket; return this copy's socket and the copies it has made."""
    own = fds[0]
    copies: list[int] = []
    for fd in fds[1:]:
        pid = os.fork()
        if pid == 0:
            own, copies = fd, []
            break
        copies.append(pid)
    for fd in fds:
        if fd != own:
            os.close(fd)
    return socket.socket(fileno=own), copies


def _serve(grader: socket.socket, in_namespaces: bool) -> None:
    confinements: dict[ProfileName, confine.Confinement] = {}
    while True:
        message, fds, _, _ = socket.recv_fds(grader, MAX_MESSAGE, 2)
        if not message:
            return
        request = msgspec.msgpack.decode(message)
        if request["do"] == "spawn":
            policy = msgspec.convert(request["policy"], Policy)
            if policy.profile not in confinements:
                confinements[policy.profile] = confine.prepare(policy.profile, in_namespaces)
            with _tree_for(policy):
                pid = os.fork()
                if pid == 0:
                    _become_child(grader, fds, confinements[policy.profile], policy)
            pidfd = os.pidfd_open(pid)  # nobody else reaps it, so the number is still its own
            socket.send_fds(grader, [msgspec.msgpack.encode({"pid": pid})], [pidfd])
            for fd in (*fds, pidfd):
                os.close(fd)
        else:
            _, status = os.waitpid(request["pid"], 0)
            grader.send(msgspec.msgpack.encode({"status": os.waitstatus_to_exitcode(status)}))


def _tree_for(policy: Policy) -> contextlib.AbstractContextManager:
    if PROFILES[policy.profile].processes:
        return namespaces.new_process_tree()
    return contextlib.nullcontext()


def _become_child(grader: socket.socket, fds: list[int], confinement, policy: Policy) -> None:
    """Confine this process, serve the submission, and never return."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        grader.close()
        from autograder.sandbox.processes import child

        child.settle(compiles=PROFILES[policy.profile].programs)
        confine.apply(confinement, policy, keep_fds=tuple(fds))
        child.serve(*fds)
    except BaseException:  # whatever happens, this copy must not go on as the zygote
        os.write(2, traceback.format_exc().encode())
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main()
