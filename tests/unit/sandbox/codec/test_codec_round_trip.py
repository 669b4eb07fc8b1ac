"""Every kind of value the codec claims arrives exactly: to the bit, the dtype and the order."""

import collections
import struct

import numpy as np
import pandas as pd
import pytest
import torch
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.errors import CodecError
from autograder.sandbox.codec import (
    TORCH_DTYPES,
    Handle,
    Handles,
    OnDevice,
    Opaque,
    Record,
    decode,
    encode,
)

slow = settings(suppress_health_check=list(HealthCheck))


def object_array(cells):
    return np.fromiter(cells, dtype=object, count=len(cells))


def exact(value):
    """Everything there is to know about a plain value, comparable with `==`."""
    kind = type(value)
    if kind is float:
        return kind, struct.pack("<d", value)
    if kind is complex:
        return kind, struct.pack("<dd", value.real, value.imag)
    if kind in (list, tuple, torch.Size):
        return kind, [exact(item) for item in value]
    if kind in (set, frozenset):
        return kind, sorted(repr(exact(item)) for item in value)
    if isinstance(value, dict):
        return kind, [(exact(k), exact(v)) for k, v in value.items()]
    if kind is Record:
        return kind, value.type_name, exact([list(field) for field in value.fields])
    if kind is torch.Tensor:
        return exact_tensor(value)
    if kind is np.ndarray:
        cells = exact(value.ravel().tolist()) if value.dtype == object else value.tobytes()
        return kind, value.dtype.str, value.shape, cells
    if isinstance(value, np.generic):
        return kind, value.dtype.str, value.tobytes()
    if kind.__module__.startswith("pandas"):
        return exact_table(value)
    return kind, value


def exact_tensor(value):
    strides = () if value.is_contiguous() else value.stride()
    data = torch.empty(value.shape, dtype=value.dtype).copy_(value.detach()).view(-1)
    data = data.view(torch.uint8).tolist() if data.numel() else []
    return torch.Tensor, value.dtype, value.shape, strides, value.requires_grad, data


def exact_table(value):
    kind = type(value)
    if kind is pd.DataFrame:
        columns = [exact_column(value.iloc[:, i].array) for i in range(value.shape[1])]
        return kind, exact(value.columns), exact(value.index), columns
    if kind is pd.Series:
        return kind, exact(value.index), exact(value.name), exact_column(value.array)
    if kind is pd.RangeIndex:
        return kind, value.start, value.stop, value.step, exact(value.name)
    if kind is pd.MultiIndex:
        codes = [np.asarray(c).tolist() for c in value.codes]
        return kind, [exact(level) for level in value.levels], codes, exact(list(value.names))
    if isinstance(value, pd.Index):
        frequency = getattr(value, "freq", None)
        return kind, exact(value.name), frequency, exact_column(value.array)
    return kind, getattr(value, "unit", None), getattr(value, "tzinfo", None), str(value)


def exact_column(values):
    dtype = values.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return "category", dtype.ordered, exact(dtype.categories), values.codes.tolist()
    missing = np.asarray(values.isna()).tolist()
    if isinstance(dtype, pd.core.dtypes.base.ExtensionDtype) and hasattr(dtype, "numpy_dtype"):
        return repr(dtype), missing, exact(values.to_numpy(dtype.numpy_dtype, na_value=0))
    if isinstance(dtype, np.dtype):
        return str(dtype), exact(np.asarray(values))
    return repr(dtype), missing, [exact(cell) for cell in values]


def assert_exact(value):
    frame = encode(value, strict=True)
    back = decode(frame)
    assert exact(back) == exact(value)
    assert encode(back) == frame  # canonical: one value, one frame
    return back


TEXTS = st.text(st.characters(codec=None), max_size=8)  # lone surrogates too
INTS = st.integers() | st.integers(-(2**600), 2**600)
NANS = st.sampled_from(
    [struct.unpack("<d", struct.pack("<Q", bits))[0] for bits in
     (0x7FF8000000000000, 0xFFF8000000000000, 0x7FF8000000000123, 0x7FF0000000000001)]
)  # fmt: skip
FLOATS = st.floats() | NANS | st.sampled_from([-0.0, 5e-324, float("-inf")])
DTYPES = st.sampled_from(
    [torch.float32, torch.bfloat16, torch.int64, torch.float8_e4m3fn, torch.complex32]
)
LEAVES = (
    st.none() | st.booleans() | INTS | FLOATS | TEXTS | st.binary(max_size=8)
    | st.builds(complex, FLOATS, FLOATS) | DTYPES
    | st.sampled_from([torch.device("cpu"), torch.device("cuda:1"), torch.device("cuda")])
    | st.builds(range, INTS, INTS, INTS.filter(bool))
    | st.builds(torch.Size, st.lists(st.integers(0, 2**40), max_size=4))
    | st.sampled_from([pd.NA, pd.NaT, pd.Timestamp("2026-01-01 00:00:00.000000001"),
                       pd.Timestamp("2026-01-01", tz="UTC"), pd.Timestamp("2026").as_unit("s"),
                       pd.Timedelta(5, "ms"), pd.Timedelta(5, "s").as_unit("s")])
)  # fmt: skip
KEYS = st.recursive(
    st.none() | st.booleans() | INTS | TEXTS | st.binary(max_size=4) | FLOATS,
    lambda inner: st.tuples(inner, inner) | st.frozensets(inner, max_size=3),
    max_leaves=4,
)


@st.composite
def tensors(draw):
    """Tensors of every dtype over random bits, in every layout that views can make."""
    dtype = TORCH_DTYPES[draw(st.sampled_from(sorted(TORCH_DTYPES)))]
    shape = draw(hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
    count = int(np.prod(shape))
    raw = draw(st.binary(min_size=count * dtype.itemsize, max_size=count * dtype.itemsize))
    if dtype is torch.bool:
        raw = bytes(byte & 1 for byte in raw)
    value = torch.frombuffer(bytearray(raw), dtype=dtype) if raw else torch.empty(0, dtype=dtype)
    value = value.reshape(shape)
    for view in draw(st.lists(st.sampled_from(sorted(VIEWS)), max_size=3)):
        value = VIEWS[view](value)
    if value.is_floating_point() or value.is_complex():
        value = value.requires_grad_(draw(st.booleans()))
    return value


VIEWS = {
    "transposed": lambda t: t.transpose(0, -1) if t.dim() else t,
    "every second": lambda t: t[..., ::2] if t.dim() else t,
    "without the first": lambda t: t[1:] if t.dim() else t,
    "expanded": lambda t: t.expand(3, *t.shape),
    "zero strides": lambda t: t.as_strided(t.shape, [0] * t.dim()) if t.numel() else t,
    "overlapping": lambda t: t.unfold(0, 2, 1) if t.dim() and t.shape[0] > 1 else t,
    "conjugate": lambda t: t.conj(),
    "negative": lambda t: t._neg_view() if t.dtype.is_floating_point else t,
    "imaginary": lambda t: t.conj().imag if t.is_complex() else t,
}


@given(tensors())
@slow
def test_tensors(value):
    back = decode(encode(value, strict=True))
    assert exact(back) == exact(value)
    assert encode(back) == encode(value)


ARRAYS = hnp.arrays(hnp.scalar_dtypes(), hnp.array_shapes(min_dims=0, max_dims=3, min_side=0))


@given(ARRAYS)
@slow
def test_arrays(value):
    assert_exact(value)


@given(ARRAYS)
@slow
def test_numpy_scalars(value):
    for item in value.ravel()[:3]:
        assert_exact(item)


PLAIN = st.recursive(
    LEAVES | tensors() | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=4)
        | st.dictionaries(KEYS, inner, max_size=4).map(collections.OrderedDict)
        | st.sets(KEYS, max_size=4)
        | st.lists(inner, max_size=4).map(
            lambda v: Record("r", tuple((f"f{i}", item) for i, item in enumerate(v))))
        | st.lists(inner, max_size=4).map(object_array)
    ),
    max_leaves=8,
)  # fmt: skip


@given(PLAIN)
@example(object_array([np.array(5), [1, 2], [3, 4]]))
@example({1: "a", "x\ud800": range(10**30)})
@example({"long": "é" * 5000, "blob": b"\0" * 5000, "pair": ({"s" * 5000}, b"after")})
@slow
def test_nested_values(value):
    assert_exact(value)


CELLS = st.none() | st.booleans() | INTS | FLOATS | TEXTS | st.sampled_from([pd.NA, pd.NaT])
CELLS |= st.lists(st.integers(), max_size=2)
TIMES = st.integers(-(2**40), 2**40) | st.none()


def times(kind, unit):
    def build(cells):
        return np.array(["NaT" if c is None else c for c in cells], dtype=f"{kind}8[{unit}]")

    return build


@st.composite
def columns(draw, size):
    def cells(strategy):
        return draw(st.lists(strategy, min_size=size, max_size=size))

    kind = draw(st.sampled_from(COLUMN_KINDS))
    if kind == "object":
        return object_array(cells(CELLS))
    if kind in ("str", "string"):
        return pd.array(cells(TEXTS | st.none()), dtype=kind)
    if kind == "boolean":
        return pd.array(cells(st.booleans() | st.none()), dtype=kind)
    if kind in ("Float32", "Float64"):
        values = np.array(cells(FLOATS), dtype=kind.lower())
        return pd.arrays.FloatingArray(values, np.array(cells(st.booleans()), dtype=bool))
    if kind[0] in "IU":
        return pd.array(cells(st.integers(0, 100) | st.none()), dtype=kind)
    if kind in ("M", "m"):
        return times(kind, draw(st.sampled_from(["s", "ms", "us", "ns"])))(cells(TIMES))
    if kind == "utc":
        naive = times("M", draw(st.sampled_from(["s", "us", "ns"])))(cells(TIMES))
        return pd.DatetimeIndex(naive).tz_localize("UTC").array
    if kind == "category":
        labels = draw(st.lists(st.text(max_size=3), min_size=1, max_size=4, unique=True))
        labels = draw(st.sampled_from([labels, list(range(len(labels))), pd.RangeIndex(3)]))
        codes = cells(st.integers(-1, len(labels) - 1))
        return pd.Categorical.from_codes(codes, labels, ordered=draw(st.booleans()))
    return draw(hnp.arrays(kind, size))


COLUMN_KINDS = [
    "object", "str", "string", "boolean", "Int8", "Int64", "UInt16", "UInt64", "Float32",
    "Float64", "M", "m", "utc", "category", "bool", "int8", "int64", "uint64", "float16",
    "float32", "float64", "complex128",
]  # fmt: skip
NAMES = st.none() | st.text(max_size=3) | st.integers() | st.tuples(st.integers(), st.text())


@st.composite
def indexes(draw, size):
    name = draw(NAMES)
    kind = draw(st.sampled_from(["range", "column", "multi", "regular"]))
    if kind == "range":
        step = draw(st.integers(1, 3))
        return pd.RangeIndex(5, 5 + size * step, step, name=name)
    if kind == "regular" and size:
        freq = draw(st.sampled_from(["D", "MS", "2h", "W-TUE", "B", "-3s"]))
        make = draw(st.sampled_from([pd.date_range, pd.timedelta_range]))
        freq = freq if make is pd.date_range else "2h"
        start = "2026-03-03" if make is pd.date_range else "1 day"
        return make(start, periods=size, freq=freq, name=name)
    if kind == "multi":
        rows = draw(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["x", "y", None])),
                             min_size=size, max_size=size))  # fmt: skip
        index = pd.MultiIndex.from_tuples(rows, names=[name, None])
        return index if index.nlevels == 2 else pd.RangeIndex(size)
    column = draw(columns(size).filter(lambda c: c.dtype != np.float16))
    if isinstance(column, np.ndarray) and column.dtype.kind == "O":
        # An index of lists cannot be hashed, so none can exist.
        column = object_array([None if isinstance(c, list) else c for c in column])
        return pd.Index(column, dtype=object, name=name)
    return pd.Index(column, name=name)


@st.composite
def frames(draw):
    rows, width = draw(st.integers(0, 4)), draw(st.integers(0, 3))
    index = draw(indexes(rows))
    data = {
        i: pd.Series(c, index=index, dtype=object if c.dtype.kind == "O" and
                     isinstance(c, np.ndarray) else None)
        for i, c in enumerate(draw(columns(rows)) for _ in range(width))
    }  # fmt: skip
    frame = pd.DataFrame(data, index=index)
    frame.columns = draw(indexes(width))
    return frame


@given(frames())
@settings(slow, max_examples=300)
def test_tables(frame):
    back = assert_exact(frame)
    cells = frame.to_numpy(dtype=object).ravel()
    if not any(isinstance(cell, list) for cell in cells):
        pd.testing.assert_frame_equal(back, frame, check_freq=True)


@given(st.data())
@slow
def test_series_and_indexes(data):
    size = data.draw(st.integers(0, 4))
    index, column = data.draw(indexes(size)), data.draw(columns(size))
    dtype = object if isinstance(column, np.ndarray) and column.dtype.kind == "O" else None
    assert_exact(pd.Series(column, index=index, name=data.draw(NAMES), dtype=dtype))
    assert_exact(index)


ZONE = pd.date_range("2026", periods=2, tz="Europe/Berlin")
WITH_ATTRS = pd.DataFrame({"a": [1]})
WITH_ATTRS.attrs["unit"] = "cm"


class Float(np.float64):
    """Not a plain scalar."""


@pytest.mark.parametrize(
    "value",
    [
        np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]),
        np.array(["a"], dtype=np.dtypes.StringDType()),
        np.ma.masked_array([1, 2], [True, False]),
        np.matrix([[1]]),
        np.longlong(3),
        Float(1.0),
        torch.ones(2).to_sparse(),
        torch.ones(2, device="meta"),
        torch.ones(2).to(torch.float8_e4m3fn),
        torch.nested.nested_tensor([torch.ones(2), torch.ones(3)], layout=torch.strided),
        torch.nn.Parameter(torch.ones(1)),
        collections.Counter("aab"),
        collections.defaultdict(list),
        slice(1, 2),
        bytearray(b"x"),
        pd.Series(ZONE),
        ZONE,
        ZONE[0],
        pd.period_range("2026", periods=2),
        pd.interval_range(0, 2),
        pd.Series(pd.arrays.SparseArray([0, 1])),
        pd.DataFrame({"a": [1]}, index=pd.interval_range(0, 1)),
        pd.DataFrame({"a": [1]}).set_flags(allows_duplicate_labels=False),
        WITH_ATTRS,
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_would_not_arrive_exactly_does_not_arrive(value):
    with pytest.raises(CodecError):
        encode(value, strict=True)
    back = decode(encode([value, torch.ones(1)]))
    assert isinstance(back[0], Opaque) and torch.equal(back[1], torch.ones(1))
    handles = Handles()
    if type(value) is not torch.Tensor and type(value) is not np.ndarray:
        assert handles[decode(encode(value, handles))] is value


def test_tensors_without_memory_of_their_own():
    assert decode(encode(torch._efficientzerotensor((3,)))).tolist() == [0.0, 0.0, 0.0]


def test_handles_opaque_values_and_tensors_on_a_device_travel_on():
    tensor = torch.arange(6.0).reshape(2, 3).T
    value = [Handle(3, "Encoder"), OnDevice("cuda:0", tensor)]
    frame = encode(value)
    handle, there = decode(frame)
    assert handle == value[0] and there.device == "cuda:0"
    assert exact(there.values) == exact(tensor)
    assert encode([handle, there]) == frame
    assert encode(decode(encode([Opaque("x")]))) == encode([Opaque("x")])


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU")
def test_tensors_of_a_real_device():
    value = torch.arange(6.0, device="cuda").reshape(2, 3).T.requires_grad_()
    back = decode(encode(value))
    assert type(back) is OnDevice and back.device == "cuda:0"
    assert exact(back.values) == exact(value.detach().cpu().requires_grad_())


@given(st.sets(KEYS, max_size=6))
@slow
def test_the_frame_of_a_set_does_not_depend_on_its_order(value):
    backwards = set()
    for member in reversed(list(value)):
        backwards.add(member)
    assert encode(value) == encode(backwards)


@pytest.mark.parametrize("shape", [(5000, 5000), (1000, 1)])
def test_expanded_tensors_out_of_proportion_arrive_dense(shape):
    value = torch.ones(1).expand(shape)
    back = decode(encode(value))
    assert back.shape == value.shape and bool((back == 1).all())
    assert back.is_contiguous() or back.stride() == value.stride()


def test_the_writer_and_the_reader_draw_the_same_line():
    """Whatever `encode` accepts, `decode` accepts: a refusal must reach the sender."""
    kinds = [1, "x" * 5000, torch.ones(2).expand(3, 2), np.int8(1), {"x" * 5000}, {1: 2},
             pd.DataFrame({"a": ["x"], "c": pd.Categorical(["u"])}),
             pd.Series([1], index=pd.MultiIndex.from_tuples([(1, 2)])),
             pd.Timestamp("2026")]  # fmt: skip
    for kind in kinds:
        refused = False
        for depth in range(50, 65):
            value = kind
            for _ in range(depth):
                value = [value]
            try:
                frame = encode(value)
            except CodecError:
                refused = True
            else:
                assert not refused
                decode(frame)
        assert refused


@pytest.mark.parametrize(
    "value",
    [
        2**20000,
        torch.zeros([1] * 17),
        torch.empty(0, 2**25),
        np.empty((2**13, 0, 2**13)),
        np.empty((0, 2**30), dtype=object),
        pd.RangeIndex(10**9),
        [[]] * 1_000_001,
        "x" * (1 << 28),
        list(range(2**40, 2**40 + 950_000)),
    ],
    ids=range(9),
)
def test_too_large_is_said_to_the_sender(value):
    with pytest.raises(CodecError):
        encode(value)
