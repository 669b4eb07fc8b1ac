"""What one submission leaves behind, and how the next one would find it."""

import os

from autograder.model import Cell

MARKER = "marker-of-another-submission"
KEY = 0x41524E41

# What a submission leaves -> how the next one looks for it.
LEFT = {
    "torch random numbers": ("torch.manual_seed(987654321)", "torch.initial_seed() == 987654321"),
    "numpy random numbers": (
        "np.random.seed(1234567)", "np.random.get_state()[1][0] == 1234567"),
    "random numbers": (
        "random.seed(5)", "random.getstate() == random.Random(5).getstate()"),
    "environment": ("os.environ['LEFT'] = '1'", "os.environ.get('LEFT') == '1'"),
    "module": ("sys.modules['left'] = sys", "'left' in sys.modules"),
    "import path": ("sys.path.insert(0, '/left')", "'/left' in sys.path"),
    "importer": ("sys.meta_path.append('left')", "'left' in sys.meta_path"),
    "patched torch": ("torch.allclose = 'left'", "torch.allclose == 'left'"),
    "patched tensor": ("torch.Tensor.left = True", "hasattr(torch.Tensor, 'left')"),
    "patched builtin": ("builtins.left = True", "hasattr(builtins, 'left')"),
    "patched server": ("server.Server.left = True", "hasattr(server.Server, 'left')"),
    "default dtype": (
        "torch.set_default_dtype(torch.float64)", "torch.get_default_dtype() == torch.float64"),
    "default device": (
        "torch.set_default_device('meta')", "str(torch.get_default_device()) == 'meta'"),
    "grad mode": ("torch.set_grad_enabled(False)", "not torch.is_grad_enabled()"),
    "threads of torch": ("torch.set_num_threads(2)", "torch.get_num_threads() == 2"),
    "deterministic mode": (
        "torch.use_deterministic_algorithms(True)",
        "torch.are_deterministic_algorithms_enabled()"),
    "print options": (
        "torch.set_printoptions(precision=2)", "'0.12,' in repr(torch.tensor([.12345, 1]))"),
    "floating-point errors": ("np.seterr(all='raise')", "np.geterr()['divide'] == 'raise'"),
    "pandas option": (
        "pd.set_option('display.max_rows', 77)", "pd.get_option('display.max_rows') == 77"),
    "warning filters": (
        "warnings.simplefilter('error', ResourceWarning)",
        "warnings.filters[0][:3] == ('error', None, ResourceWarning)"),
    "recursion limit": ("sys.setrecursionlimit(7777)", "sys.getrecursionlimit() == 7777"),
    "garbage collector": ("gc.disable()", "not gc.isenabled()"),
    "signal handler": (
        "signal.signal(signal.SIGUSR1, signal.SIG_IGN)",
        "signal.getsignal(signal.SIGUSR1) == signal.SIG_IGN"),
    "thread": (
        "threading.Thread(target=time.sleep, args=(60,), name='left', daemon=True).start()",
        "any(thread.name == 'left' for thread in threading.enumerate())"),
    "open file": ("os.dup2(2, 20)", "is_open(20)"),
    "process mask": ("os.umask(0o077)", "os.umask(0o022) == 0o077"),
    "live object": (
        "keep = type('Left', (), {})()",
        "any(type(o).__name__ == 'Left' for o in gc.get_objects())"),
    "memory": ("fill()", "found_in_memory()"),
}  # fmt: skip
# These outlive a process: only the confinement stands between them and the next submission.
OUTLIVING = {
    "file": ("open('/tmp/{name}', 'w').close()", "taken('/tmp/{name}')"),
    "shared memory": ("open('/dev/shm/{name}', 'w').close()", "taken('/dev/shm/{name}')"),
    "segment": (
        "assert libc.shmget({key}, 4096, 0o1666) >= 0", "removed(libc.shmget({key}, 0, 0))"),
}  # fmt: skip
TOOLS = f"""
import builtins, contextlib, ctypes, gc, os, random, signal, sys, threading, time, warnings
import numpy as np, pandas as pd, torch
from autograder.sandbox.processes import server
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
libc.free.argtypes = [ctypes.c_void_p]
MARKER = "-".join({MARKER.split("-")!r}).encode()

def is_open(fd):
    with contextlib.suppress(OSError):
        return bool(os.fstat(fd))
    return False

def taken(path):
    there = os.path.exists(path)
    if there:
        os.unlink(path)
    return there

def removed(segment):
    if segment >= 0:
        libc.shmctl(segment, 0, None)
    return segment >= 0

def blocks():
    return [libc.malloc(60_000) for _ in range(200)]

def fill():
    taken = blocks()
    for block in taken:
        ctypes.memmove(block, MARKER * 2000, len(MARKER) * 2000)
    for block in taken:
        libc.free(block)

def found_in_memory():
    fresh = torch.empty(4_000_000, dtype=torch.uint8).numpy().tobytes()
    texts = [o for o in gc.get_objects() if type(o) in (str, bytes, bytearray)]
    whole = [*(ctypes.string_at(block, 60_000) for block in blocks()), fresh]
    return any(MARKER in piece for piece in whole) or MARKER.decode() in texts
"""
FIRST = """
def leave():
    global keep
    with contextlib.suppress(OSError, AssertionError):  # being confined is no failure
        {leave}
    return True
"""
SECOND = """
def look():
    return bool({look})
"""


def acts(leave: str, look: str) -> tuple[Cell, Cell]:
    """Return the two submissions, one after the other."""
    return (
        Cell("first.py", TOOLS + FIRST.format(leave=leave)),
        Cell("second.py", TOOLS + SECOND.format(look=look)),
    )


def outliving(name: str) -> tuple[Cell, Cell]:
    own = {"name": f"left-{os.getpid()}", "key": KEY}
    return acts(*(part.format(**own) for part in OUTLIVING[name]))
