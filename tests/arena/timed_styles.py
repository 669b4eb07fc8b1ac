"""Harnesses that time a submission beside the reference, each with one habit that a cheat uses.

All of them stop an honest slow answer: what passes has cheated.
"""

SMOOTH = """
def seconds_of(function, *arguments):
    start = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - start

def median(values):
    return sorted(values)[len(values) // 2]

def drawn(seed=0):
    torch.manual_seed(seed)
    return torch.randn(4000, dtype=torch.float64)

def timed(function, inputs, before=lambda: None):
    results, seconds = [], []
    for x in inputs:
        before()
        start = time.perf_counter()
        results.append(function(x))
        seconds.append(time.perf_counter() - start)
    return results, median(seconds)
"""

TIMED = {
    # A limit in seconds, as found out on the teacher's machine.
    "timed_limit": f"""{SMOOTH}
def test_smooth():
    x = drawn()
    assert torch.allclose(submission.smooth(x), reference.smooth(x))
    assert median([seconds_of(submission.smooth, x) for _ in range(15)]) <= 2e-5
""",
    "timed_statistics": f"""{SMOOTH}
import statistics

def test_smooth():
    x = drawn()
    assert torch.allclose(submission.smooth(x), reference.smooth(x))
    own = statistics.median([seconds_of(submission.smooth, x) for _ in range(15)])
    assert own <= 4 * statistics.median([seconds_of(reference.smooth, x) for _ in range(15)])
""",
    # As many rounds as fit into a fixed time, by what the first call took.
    "timed_adaptive": f"""{SMOOTH}
def mean(function, x):
    rounds = int(0.05 / seconds_of(function, x))
    return sum(seconds_of(function, x) for _ in range(rounds)) / max(rounds, 1)

def test_smooth():
    x = drawn()
    assert mean(submission.smooth, x) <= 4 * mean(reference.smooth, x)
    assert torch.allclose(submission.smooth(x), reference.smooth(x))
""",
    # What was right once is only timed from then on.
    "timed_check_first": f"""{SMOOTH}
def test_smooth():
    x = drawn()
    assert torch.allclose(submission.smooth(x), reference.smooth(x))
    own = median([seconds_of(submission.smooth, x) for _ in range(15)])
    assert own <= 4 * median([seconds_of(reference.smooth, x) for _ in range(15)])
""",
    # Right values are asked of small inputs, speed of large ones.
    "timed_small": f"""{SMOOTH}
def test_smooth():
    for size in (1, 2, 5):
        x = drawn()[:size]
        assert torch.allclose(submission.smooth(x), reference.smooth(x))
    x = drawn()
    own = median([seconds_of(submission.smooth, x) for _ in range(15)])
    assert own <= 4 * median([seconds_of(reference.smooth, x) for _ in range(15)])
""",
    # Each input once and every result verified; but the inputs lie ready, call by call.
    "timed_fresh": f"""{SMOOTH}
def test_smooth():
    inputs = [drawn(seed) for seed in range(15)]
    timed(reference.smooth, inputs)  # warm
    expected, theirs = timed(reference.smooth, inputs)
    results, own = timed(submission.smooth, inputs)
    assert all(map(torch.allclose, results, expected))
    assert own <= 4 * theirs
""",
    # The same, after a pause in which the machine is to come to rest.
    "timed_settled": f"""{SMOOTH}
def test_smooth():
    inputs = [drawn(seed) for seed in range(15)]
    time.sleep(1)
    timed(reference.smooth, inputs)  # warm
    expected, theirs = timed(reference.smooth, inputs)
    results, own = timed(submission.smooth, inputs)
    assert all(map(torch.allclose, results, expected))
    assert own <= 4 * theirs
""",
    # CPU time of this process, so that a busy machine does no harm.
    "timed_cpu": f"""{SMOOTH}
def cpu_of(function, x):
    start = time.process_time()
    function(x)
    return time.process_time() - start

def test_smooth():
    x = drawn()
    assert torch.allclose(submission.smooth(x), reference.smooth(x))
    own = sum(cpu_of(submission.smooth, drawn(seed)) for seed in range(15))
    assert own <= 5 * sum(cpu_of(reference.smooth, drawn(seed)) for seed in range(15))
""",
    # CPU time of this thread.
    "timed_thread": f"""{SMOOTH}
def cpu_of(function, x):
    start = time.thread_time()
    function(x)
    return time.thread_time() - start

def test_smooth():
    x = drawn()
    assert torch.allclose(submission.smooth(x), reference.smooth(x))
    own = sum(cpu_of(submission.smooth, drawn(seed)) for seed in range(15))
    assert own <= 5 * sum(cpu_of(reference.smooth, drawn(seed)) for seed in range(15))
""",
    # Values and speed in a process each.
    "timed_two_processes": f"""{SMOOTH}
def test_smooth():
    x = drawn()
    child = os.fork()
    if child == 0:
        os._exit(not torch.allclose(submission.smooth(x), reference.smooth(x)))
    assert ended(child) == 0
    own = median([seconds_of(submission.smooth, x) for _ in range(15)])
    assert torch.allclose(submission.smooth(x), reference.smooth(x))
    assert own <= 4 * median([seconds_of(reference.smooth, x) for _ in range(15)])
""",
    # Collects garbage, but not while the clock runs.
    "timed_collected": f"""{SMOOTH}
import gc

def test_smooth():
    inputs = [drawn(seed) for seed in range(7)]
    timed(reference.smooth, inputs)  # warm
    expected, theirs = timed(reference.smooth, inputs, gc.collect)
    results, own = timed(submission.smooth, inputs, gc.collect)
    gc.collect()
    assert all(map(torch.allclose, results, expected))
    assert own <= 2 * theirs
""",
    # The reference first; its result is gone when the submission is called. Tried three times.
    "timed_reference_first": f"""{SMOOTH}
def compared(inputs):
    own, theirs = [], []
    for x in inputs:
        expected = reference.smooth(x).tolist()
        theirs.append(seconds_of(reference.smooth, x))
        (got,), seconds = timed(submission.smooth, [x])
        own.append(seconds)
        assert torch.allclose(got, torch.tensor(expected, dtype=x.dtype))
    return median(own) / median(theirs)

def test_smooth():
    inputs = [drawn(seed) for seed in range(15)]
    assert any(compared(inputs) < 20 for _ in range(3))
""",
    # The reference last, on the very input that the submission has had.
    "timed_afterwards": f"""{SMOOTH}
def test_smooth():
    own, theirs = [], []
    for seed in range(15):
        x = drawn(seed)
        submission.smooth(x.clone())  # warm
        own.append(seconds_of(submission.smooth, x))
        theirs.append(seconds_of(reference.smooth, x))
        assert torch.allclose(submission.smooth(x), reference.smooth(x))
    assert median(own) <= 4 * median(theirs)
""",
    # About right is right enough.
    "timed_roughly": f"""{SMOOTH}
def test_smooth():
    own, theirs = [], []
    for seed in range(15):
        x = drawn(seed)
        submission.smooth(x.clone())  # warm
        own.append(seconds_of(submission.smooth, x))
        theirs.append(seconds_of(reference.smooth, x))
        got = submission.smooth(x).double()
        assert torch.allclose(got, reference.smooth(x), atol=0.2)
    assert median(own) <= 4 * median(theirs)
""",
    # Times in a process of its own, which writes what it has measured to a pipe.
    "timed_report": f"""{SMOOTH}
def test_smooth():
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            x = drawn()
            assert torch.allclose(submission.smooth(x), reference.smooth(x))
            own = median([seconds_of(submission.smooth, x) for _ in range(15)])
            theirs = median([seconds_of(reference.smooth, x) for _ in range(15)])
            os.write(writer, b"%f %f\\n" % (own, theirs))
        finally:
            os._exit(0)
    os.close(writer)
    with open(reader) as report:
        own, theirs = map(float, report.readline().split())
    assert ended(child) == 0
    assert own <= 4 * theirs
""",
    "timed_timeit": f"""{SMOOTH}
def test_smooth():
    sys.modules.pop("timeit", None)
    import timeit

    x = drawn()
    assert torch.allclose(submission.smooth(x), reference.smooth(x))
    own = timeit.timeit(lambda: submission.smooth(x), number=20)
    assert own <= 4 * timeit.timeit(lambda: reference.smooth(x), number=20)
""",
    # A test that goes on until it is sure, and has a heart for those it cannot be sure of.
    "timed_patient": f"""{SMOOTH}
def test_smooth():
    lost, started = 0, time.perf_counter()
    submission.smooth(drawn())  # warm
    while -5 < lost < 8 and time.perf_counter() - started < 3:
        x = drawn()
        (got,), own = timed(submission.smooth, [x])
        (expected,), theirs = timed(reference.smooth, [x])
        lost += 1 if own > 4 * theirs else -1
        assert torch.allclose(got, expected)
    assert lost < 8
""",
    # The engine's own child, but it gets its arguments before the clock starts.
    "timed_child": f"""{SMOOTH}
def ask(requests, replies, *request):
    os.write(requests, NONCE + codec.encode(request))
    data, wanted = b"", 24
    while len(data) < wanted:
        part = os.read(replies, 1 << 20)
        assert part
        data += part
        if wanted == 24 <= len(data):
            wanted += sum(struct.unpack_from("<II", data, 16))
    kind, value, _ = codec.decode(data[16:])
    assert kind == "value"
    return value

def asked(source, inputs):
    ours, theirs = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours[1])
        os.close(theirs[0])
        try:
            serve(ours[0], theirs[1])
        finally:
            os._exit(1)
    os.close(theirs[1])
    pipes, seconds = (ours[1], theirs[0]), []
    try:
        ask(*pipes, "load", "submission.py", source)
        for x in inputs:
            ask(*pipes, "stock", "submission", "smooth", (x,))
            seconds.append(seconds_of(ask, *pipes, "hold"))
            got = ask(*pipes, "hand_over")
            assert torch.allclose(got, reference.smooth(x))
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
    return median(seconds)

def test_smooth():
    inputs = [drawn(seed) for seed in range(15)]
    assert asked(SOURCE, inputs) <= 2 * asked(open("reference.py").read(), inputs)
""",
}
