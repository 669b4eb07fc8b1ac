"""Small frames that ask for much memory or time are refused, or cost no more than their size."""

import struct
import tracemalloc

import msgspec
import numpy as np
import pandas as pd
import pytest
import torch

from autograder.errors import CodecError
from autograder.grading.fingerprints import fingerprint
from autograder.sandbox.codec import decode, encode, values

MIB = 1 << 20


def forged(tree, *buffers):
    header = msgspec.msgpack.encode([tree, [len(b) for b in buffers]])
    body = b"".join(buffers)
    return struct.pack("<II", len(header), len(body)) + header + body


def header_of(item, count):
    """A header whose tree is one array of `count` times the same bytes."""
    header = b"\x92\xdd" + struct.pack(">I", count) + item * count + b"\x90"
    return struct.pack("<II", len(header), 0) + header


def peak_of(call):
    tracemalloc.start()
    try:
        call()
    except CodecError:
        pass
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return peak


def plain(dtype, count, number):
    return ["plain", ["array", dtype, [count], number]]


def ranged(length):
    return ["range", 0, length, 1, None]


EMPTY = [b""] * 4000
FRUGAL = {
    "empty lists": header_of(b"\x90", MIB // 4),
    "lists of one": header_of(b"\x91\x90", MIB // 4),
    "empty maps": header_of(b"\x80", MIB // 4),
    "a claimed length": header_of(b"\x90", 100).replace(struct.pack(">I", 100), b"\xff" * 4),
    "sets": forged(["list", [["set", []]] * 50_000]),
    "ordered dicts": forged(["list", [["ordered", []]] * 50_000]),
    "tensors": forged(["list", [["tensor", "bool", [], None, False, "cpu", i]
                                for i in range(4000)]], *[b"\1"] * 4000),
    "series": forged(["list", [["series", plain("|b1", 0, i), ranged(0), None]
                               for i in range(300)]], *EMPTY[:300]),
    "frames": forged(["list", [["frame", ranged(0), ranged(0), []]] * 300]),
    "a wide frame": forged(["frame", ranged(2000), ranged(0),
                            [plain("|b1", 0, i) for i in range(2000)]], *EMPTY[:2000]),
    "levels": forged(["index", ["multi", [ranged(1 << 24)] * 20,
                                [["array", "<i4", [1], i] for i in range(20)], [None] * 20]],
                     *[b"\0" * 4] * 20),
    "wide characters": forged(["array", "<U100000000", [0], 0], b""),
    "a long word among short ones": encode(np.array(["x"] * 999 + ["x" * 999], dtype=object)),
}  # fmt: skip


@pytest.mark.parametrize("frame", FRUGAL.values(), ids=FRUGAL)
def test_memory_stays_in_proportion_to_the_frame(frame):
    assert peak_of(lambda: decode(frame)) <= 128 * len(frame) + 32 * MIB


def colliding_pairs(count):
    """Pairs of integers with one and the same hash, by inverting CPython's hash of tuples."""
    size, start = 1 << 64, 2870177450012600261
    first, second = 11400714785074694791, 14029467366897019727
    inverse, pairs, left = pow(second, -1, size), [], 0
    while len(pairs) < count:
        left += 1
        lane = (start + left * second) % size
        lane = ((lane << 31) | (lane >> 33)) * first % size
        right = (12345 - lane) * inverse % size
        if right < (1 << 61) - 1:
            pairs.append((left, right))
    assert len({hash(pair) for pair in pairs}) == 1
    return pairs


PAIRS = [["tuple", list(pair)] for pair in colliding_pairs(200)]
REFUSED = {
    "colliding members": forged(["set", PAIRS]),
    "colliding keys": forged(["dict", [[pair, 1] for pair in PAIRS]]),
    "colliding integers": forged(
        ["set", [["int", (((1 << 61) - 1) * k).to_bytes(12, "big")] for k in range(8, 200)]]
    ),
    "one buffer twice": forged(
        ["list", [["tensor", "uint8", [9], None, False, "cpu", 0]] * 2], b"\0" * 9
    ),
    "an expanded tensor": forged(["tensor", "uint8", [1 << 30], [0], False, "cpu", 0], b"\0"),
    "many expanded tensors": forged(
        ["list", [["tensor", "uint8", [1 << 23], [0], False, "cpu", i] for i in range(3)]],
        *[b"\0"] * 3,
    ),
    "a wide empty tensor": forged(["tensor", "int8", [0, 1 << 25], None, False, "cpu", 0], b""),
    "a wide empty array": forged(["array", "|b1", [1 << 13, 0, 1 << 13], 0], b""),
    "a wide empty array of objects": forged(["objects", "O", [0, 1 << 40], []]),
    "a long index without data": forged(["index", ranged(1 << 24)]),
    "long labels": forged(["frame", ranged(1 << 24), ranged(0), []]),
    "an array of words cut from one": forged(["objects", "U", [2], ["x" * 1000, ""]]),
    "a header too long": header_of(b"\xc0", values.MAX_HEADER_BYTES),
    "a timestamp of msgpack": header_of(b"\xd6\xff\0\0\0\0", 1),
    "an extension of msgpack": forged(["list", [msgspec.msgpack.Ext(5, b"x")]]),
    "not characters": forged(["array", "<U1", [1], 0], b"\xff" * 4),
    "a device that does not exist": forged(
        ["tensor", "int8", [1], None, False, "nonsense", 0], b"\0"
    ),
    "a device with an index beyond": forged(["device", "cuda:99999"]),
    "a frequency of numbers": forged(
        ["index", ["regular", plain("<f8", 1, 0), None, "D"]], b"\0" * 8
    ),
    "text for a number": forged(["complex", "1+2j", 0.0]),
}


@pytest.mark.parametrize("frame", REFUSED.values(), ids=REFUSED)
def test_what_multiplies_itself_is_refused(frame):
    with pytest.raises(CodecError):
        decode(frame)


def test_ordinary_collisions_are_not_attacks():
    # hash(-1) == hash(-2), so a grid around zero has thousands of equal hashes, but few of each.
    grid = {(x, y) for x in range(-60, 60) for y in range(-60, 60)}
    assert decode(encode(grid)) == grid


@pytest.mark.parametrize("dtype", [torch.bool, torch.float32, torch.complex128])
def test_no_reduction_of_an_empty_tensor_exceeds_a_frame(dtype):
    """The widest empty tensor that decodes, reduced over each choice of its dimensions."""
    side = values.MAX_EMPTY_ELEMENTS
    widest = decode(encode(torch.empty(side, 0, 1, dtype=dtype)))
    with pytest.raises(CodecError):
        encode(torch.empty(side + 1, 0, 1, dtype=dtype))
    for dims in ([1], [1, 2], [2], [0, 1], [0]):
        assert widest.sum(dims).nbytes <= values.MAX_FRAME_BYTES
        assert widest.any(dims).nbytes <= values.MAX_FRAME_BYTES
    array = decode(encode(np.empty((0, side), dtype="c16")))
    assert array.sum(0).nbytes <= values.MAX_FRAME_BYTES


def test_an_expanded_tensor_can_be_copied_without_harm():
    """What a frame claims beyond its data is bounded, so copying it is bounded too."""
    frame = forged(["tensor", "float16", [8 * MIB], [0], False, "cpu", 0], b"\0\0")
    value = decode(frame)
    assert value.nbytes <= values.MAX_EXPANDED_BYTES
    assert peak_of(lambda: fingerprint([value])) <= 6 * values.MAX_EXPANDED_BYTES


def test_a_long_table_with_few_bytes_a_row_still_travels():
    frame = pd.DataFrame({"seen": np.zeros(3 * MIB, dtype=bool)})
    assert decode(encode(frame)).shape == frame.shape
