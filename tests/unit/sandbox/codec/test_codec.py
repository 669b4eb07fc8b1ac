"""Values survive the trip exactly; whatever else comes over the pipe ends in a `CodecError`."""

import collections
import contextlib
import struct
from dataclasses import dataclass

import msgspec
import numpy as np
import pandas as pd
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import CodecError
from autograder.sandbox import codec
from autograder.sandbox.codec import TORCH_DTYPES, Opaque, Record, decode, encode


def there_and_back(value):
    return decode(encode(value))


SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
    | st.binary() | st.complex_numbers(allow_nan=False)
)  # fmt: skip
KEYS = st.text() | st.integers() | st.tuples(st.integers(), st.text())
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=4)
        | st.dictionaries(KEYS, inner, max_size=4).map(collections.OrderedDict)
        | st.sets(KEYS, max_size=4)
        | st.frozensets(KEYS, max_size=4)
    ),
    max_leaves=12,
)


def kinds(value):
    """The types of a value and of everything in it, since 1 == True == 1.0."""
    if isinstance(value, list | tuple):
        return (type(value), *map(kinds, value))
    if isinstance(value, dict):
        return (type(value), *((kinds(k), kinds(v)) for k, v in value.items()))
    return type(value)


@given(VALUES)
def test_plain_values_keep_type_and_value(value):
    back = there_and_back(value)
    assert back == value
    assert kinds(back) == kinds(value)


@pytest.mark.parametrize("value", ["\ud800", "a\udfffb", "\x00", 2**200, -(2**70), float("inf")])
def test_awkward_scalars(value):
    assert there_and_back(value) == value


@pytest.mark.parametrize("name", sorted(TORCH_DTYPES))
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 3)])
def test_tensors_of_every_dtype(name, shape):
    value = torch.zeros(shape, dtype=TORCH_DTYPES[name])
    if value.numel():
        value.view(-1)[0] = 1
    back = there_and_back(value)
    assert back.dtype is value.dtype and back.shape == value.shape
    assert torch.equal(back.to(torch.complex128), value.to(torch.complex128))


@pytest.mark.parametrize(
    "value",
    [
        torch.arange(12).reshape(3, 4).T,
        torch.arange(20).reshape(4, 5)[::2, 1::2],
        torch.arange(3).expand(4, 3),
        torch.zeros(2, 3, 4, 5).to(memory_format=torch.channels_last),
    ],
)
def test_strided_tensors_arrive_strided(value):
    back = there_and_back(value)
    assert torch.equal(back, value) and back.stride() == value.stride()


def test_a_single_element_with_a_stride():
    assert there_and_back(torch.arange(3.0)[1::2]).tolist() == [1.0]


def test_a_thin_slice_of_a_huge_tensor_does_not_travel_whole():
    column = torch.zeros(4096, 4096)[:, 0]
    assert len(encode(column)) < 100_000
    assert torch.equal(there_and_back(column), column)


def test_requires_grad_travels_but_no_graph():
    leaf = torch.ones(2, requires_grad=True)
    back = there_and_back(leaf * 2)
    assert back.requires_grad and back.grad_fn is None


def test_bool_tensors_hold_only_zero_and_one():
    frame = bytearray(encode(torch.tensor([True, False])))
    frame[-2:] = b"\x07\x02"
    assert decode(bytes(frame)).tolist() == [True, True]


@pytest.mark.parametrize(
    "value",
    [
        np.arange(6.0).reshape(2, 3),
        np.array([1, 2], dtype=">i4"),
        np.array(["a", None, 3], dtype=object),
        np.array(["x", "yy"]),
        np.array([], dtype=bool),
        np.array("2026-01-01", dtype="datetime64[D]"),
    ],
)
def test_arrays(value):
    back = there_and_back(value)
    assert back.dtype == value.dtype and back.shape == value.shape
    assert (back == value).all()


@pytest.mark.parametrize("value", [np.float64(1.5), np.int32(3), np.bool_(True), np.float16(2)])
def test_numpy_scalars_are_not_python_numbers(value):
    assert type(there_and_back(value)) is type(value)


FRAMES = [
    pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": pd.Categorical(["u", "v"], ["v", "u"], True)},
                 index=[3, 7]),
    pd.DataFrame({"a": pd.array([1, None], dtype="Int64"), "o": np.array([1, "x"], dtype=object)}),
    pd.DataFrame({"f": [1.0, np.nan], "t": pd.to_datetime(["2026-01-01", None])}, index=["r", "s"]),
    pd.DataFrame(),
    pd.DataFrame({"a": []}),
    pd.DataFrame([[1, 2]], columns=["same", "same"]),
    pd.DataFrame({"a": [1, 2]}, index=pd.MultiIndex.from_tuples([(1, "x"), (2, "y")])),
]  # fmt: skip


@pytest.mark.parametrize("frame", FRAMES, ids=range(len(FRAMES)))
def test_tables(frame):
    pd.testing.assert_frame_equal(there_and_back(frame), frame)


def test_series_keep_name_index_and_missing_values():
    series = pd.Series([1.0, np.nan], index=["a", "b"], name="petal")
    pd.testing.assert_series_equal(there_and_back(series), series)


def test_records_arrive_as_records():
    point = collections.namedtuple("point", "x y")
    back = there_and_back(point(1, torch.ones(2)))
    assert isinstance(back, Record) and back.type_name == "point" and back.x == 1


def test_what_has_no_plain_form_is_opaque_and_equals_nothing():
    class AlwaysEqual:
        def __eq__(self, other):
            return True

    back = there_and_back(AlwaysEqual())
    assert isinstance(back, Opaque) and back != there_and_back(AlwaysEqual())


@pytest.mark.parametrize("kind", [int, str, float, list, dict])
def test_subclasses_of_builtins_do_not_pass_for_builtins(kind):
    assert isinstance(there_and_back(type("Sub", (kind,), {})()), Opaque)


def test_tensor_subclasses_are_opaque():
    assert isinstance(there_and_back(torch.nn.Parameter(torch.ones(1))), Opaque)
    assert isinstance(there_and_back(torch.ones(2).to_sparse()), Opaque)
    assert isinstance(there_and_back(torch.ones(2, device="meta")), Opaque)


def test_dataclasses_stay_in_the_other_process_when_handles_are_kept():
    @dataclass
    class Thing:
        x: int

    handles = codec.Handles()
    thing = Thing(1)
    first, again = decode(encode([thing, thing], handles))
    assert first == again and handles[first] is thing


def forged(tree, *buffers):
    header = msgspec.msgpack.encode([tree, [len(b) for b in buffers]])
    body = b"".join(buffers)
    return struct.pack("<II", len(header), len(body)) + header + body


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\xff" * 8,
        forged(["tensor", "float32", [4], None, False, "cpu", 0], b"\0" * 12),
        forged(["tensor", "float32", [0, 2**40], None, False, "cpu", 0], b""),
        forged(["tensor", "float32", [3], [2**20], False, "cpu", 0], b"\0" * 12),
        forged(["tensor", "float32", [-1], None, False, "cpu", 0], b""),
        forged(["tensor", "object", [1], None, False, "cpu", 0], b"\0" * 8),
        forged(["tensor", "float32", [1] * 40, None, False, "cpu", 0], b"\0" * 4),
        forged(["array", "|O", [1], 0], b"\0" * 8),
        forged(["array", "<f8", [1], 7], b"\0" * 8),
        forged(["int", "9" * 5000]),
        forged({"a": 1}),
        forged(["no such kind"]),
        forged([["list"]]),
        forged(["range", 0, 1, 0]),
        forged(["device", "nonsense:9"]),
    ],
)
def test_malformed_frames_are_refused(frame):
    with pytest.raises(CodecError):
        decode(frame)


def test_nesting_is_capped():
    value = []
    for _ in range(500):
        value = [value]
    with pytest.raises(CodecError):
        encode(value)
    tree = ["list", []]
    for _ in range(200):
        tree = ["list", [tree]]
    with pytest.raises(CodecError):
        decode(forged(tree))


@given(data=st.data())
@settings(max_examples=300)
def test_mutated_frames_decode_or_raise_codec_error(data):
    frame = bytearray(encode([torch.ones(2, 3), {"a": (1, 2.5, "x")}, np.arange(3)]))
    for _ in range(data.draw(st.integers(1, 8))):
        frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(CodecError):
        decode(bytes(frame))
