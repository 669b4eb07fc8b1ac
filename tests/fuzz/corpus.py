"""Values of every kind the codec knows; the fuzzer starts from their frames."""

from __future__ import annotations

import collections
from typing import Any

import numpy as np
import pandas as pd
import torch

from autograder.sandbox.codec import TORCH_DTYPES, Handle, OnDevice, Opaque, Record


def values() -> list[Any]:
    """Return small values of all kinds, tables last."""
    return [*_scalars(), *_tensors(), *_arrays(), *_containers(), *_replies(), *_tables()]


def _scalars() -> list[Any]:
    return [
        None, True, 0, -1, 2**63, 2**64 - 1, -(2**63), 2**64, -(2**200), 1.5, float("nan"),
        float("-inf"), -0.0, 1 + 2j, complex("nan"), "", "words", "é\x00中", "\ud800", "l" * 5000,
        b"", b"\x00\xff", b"b" * 5000, range(10), range(5, -5, -2), range(2**70),
        torch.Size([2, 3]), torch.float32, torch.float8_e4m3fn, torch.device("cpu"),
        torch.device("cuda:1"), Opaque("Thing"), Handle(0, "Encoder"), Handle(7, "function"),
        np.float64(1.5), np.float32("nan"), np.int8(-3), np.uint64(2**63), np.bool_(True),
        np.complex64(1j), np.str_("text"), np.bytes_(b"x"), np.datetime64("2026-01-01"),
        np.datetime64("NaT", "ns"), np.timedelta64(5, "s"), np.longdouble("1.1"), np.float16(1),
    ]  # fmt: skip


def _tensors() -> list[Any]:
    found: list[Any] = []
    for dtype in TORCH_DTYPES.values():
        found += [torch.ones(2, 3).to(dtype), torch.zeros((), dtype=dtype)]
    base = torch.arange(24.0).reshape(2, 3, 4)
    found += [
        torch.empty(0), torch.empty(2, 0, 3), base.transpose(0, 2), base[:, ::2, 1:],
        torch.ones(1).expand(30, 40), torch.arange(5).unfold(0, 2, 1),
        base.clone().requires_grad_(),
        torch.arange(6).reshape(2, 3).T, torch.tensor([float("nan"), float("inf"), -0.0]),
        OnDevice("cuda:0", torch.ones(2, 2)), OnDevice("mps", base[0].T), torch.ones([1] * 16),
        torch.arange(1000), torch.ones(2, 2, dtype=torch.complex64).T,
        torch.ones(300, 2).bfloat16(),
    ]  # fmt: skip
    return found


def _arrays() -> list[Any]:
    kinds = ("?", "i1", "<i4", ">i4", "u8", "f2", "f4", ">f8", "g", "c8", "c16")
    found: list[Any] = [np.ones((2, 3), dtype=kind) for kind in kinds]
    cells = np.empty(7, dtype=object)
    cells[:] = ["a", None, float("nan"), 3, 2.5, b"x", True]
    nested = np.empty((2, 1), dtype=object)
    nested[0, 0], nested[1, 0] = [1, torch.ones(2)], np.arange(3)
    return [
        *found, cells, nested, np.array(["x", "yy"]), np.array(["x"], dtype=">U3"),
        np.array([b"ab", b"c"]), np.array(5), np.empty((0, 4)), np.empty((0,), dtype=object),
        np.array(["2026-01-01", "NaT"], dtype="M8[D]"), np.array([1, 2], dtype="M8[ns]"),
        np.array([1, 2], dtype="m8[25us]"), np.arange(100).reshape(10, 10)[::2],
    ]  # fmt: skip


def _containers() -> list[Any]:
    tensor = torch.arange(6).reshape(2, 3)
    return [
        [], (), {}, set(), frozenset(), [1, 2.0, "x", None, True], (tensor, tensor.T),
        {"a": 1, 2: "b", (1, "x"): [None], frozenset({1, "y"}): 2.5, None: b"", 1.5: ()},
        collections.OrderedDict(b=2, a=[tensor]), {1, "a", (2, 3), None, 2.5, b"x", "l" * 5000},
        {np.float32(1), np.int8(2)}, frozenset({(1,), frozenset({2})}), list(range(200)),
        {i: str(i) for i in range(100)}, set(range(-50, 50)), [[[[[[]]]]]], [0.5] * 30,
        Record("Point", (("x", 1), ("y", tensor))), [Record("P", (("x", (1, 2)),))] * 2,
        {"logits": torch.randn(4, 3, generator=torch.Generator().manual_seed(0)), "k": 3},
        [tensor, np.arange(4), {"deep": [tensor.float(), {"er": (tensor, 1.5)}]}], {"": {"": {}}},
        [Handle(1, "model"), {"f": Handle(2, "function")}, {Handle(3, "key"): 1}, Opaque("T")],
        [tensor] * 8, [None] * 50 + [tensor], ({"a": tensor}, [Opaque("lambda")]),
    ]  # fmt: skip


def _replies() -> list[Any]:
    """Return what the student's side answers to a request; see `server.py`."""
    tensor = torch.ones(2, 2)
    return [
        ("value", None, None), ("value", tensor, None),
        ("value", [1, tensor], ((tensor,), {"k": 3})),
        ("value", Handle(0, "Encoder"), None), ("missing", "f", ("g", "h")), ("missing", "f", ()),
        ("raised", "ValueError", ("ValueError", "Exception"), "bad k", ("cell, line 3: x",)),
        ("raised", "Custom", (), "", ()), ("value", {"loss": 0.5}, ((1,), {})),
    ]  # fmt: skip


def _tables() -> list[Any]:
    days = pd.date_range("2026", periods=3, freq="D", name="day")
    cells = pd.Series(["a", None, 3, [1], pd.NA, pd.NaT, float("nan")], dtype=object, name="o")
    frame = pd.DataFrame(
        {
            "i": [1, 2, 3], "f": [1.5, np.nan, np.inf], "s": ["x", None, "z"],
            "c": pd.Categorical(["u", "v", None], ["v", "u", "w"], ordered=True),
            "n": pd.array([1, None, 3], dtype="Int64"), "b": pd.array([True, None, False]),
            "t": days, "u": days.tz_localize("UTC"), "d": days - days[0],
            "p": pd.array(["x", None, ""], dtype="string"),
            "F": pd.array([1.5, None, 2], dtype="Float32"),
        }
    )  # fmt: skip
    multi = pd.MultiIndex.from_product([["a", "b"], [1, 2]], names=["x", None])
    return [
        pd.NA, pd.NaT, pd.Timestamp("2026-01-01 01:02:03.000000004"), pd.Timedelta(5, "ms"),
        pd.Timestamp("2026-01-01", tz="UTC"), [pd.NA, pd.Timestamp("2026")], frame, frame.iloc[:0],
        frame[["i", "s"]].set_index("s"), frame.set_index(days)[["f"]], pd.DataFrame(), cells,
        pd.DataFrame([[1, 2]], columns=["same", "same"]), pd.Series([1.5, 2.5], name="petal"),
        pd.DataFrame({"a": range(4)}, index=multi), pd.Series(["x", "y"], index=["r", "s"]),
        pd.Series(pd.Categorical(["a", "b"])), pd.Index([1, 2], name="n"), pd.Index(["a", "b"]),
        pd.RangeIndex(3), days, multi, pd.CategoricalIndex(["a", "b"]), days - days[0],
        pd.DataFrame(np.eye(3)), [pd.DataFrame({"a": [1]}), torch.ones(1)],
    ]  # fmt: skip
