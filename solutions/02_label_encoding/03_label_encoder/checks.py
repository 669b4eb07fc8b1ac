import random

import torch

from autograder.checks import (
    assert_equal,
    assert_numbers,
    assert_raises,
    assert_tensor,
    examples,
    expect,
    few,
    given,
    st,
)

MISSING = -100
NAMES = st.sampled_from(["cat", "dog", "Dog", "10", "9", "None", "nan", "", "éléphant", "猫"])
LABELS = st.lists(NAMES | st.text("abAB", min_size=1, max_size=2), min_size=1, max_size=9)
WORD = st.text("abcdefgh", min_size=1, max_size=5)


def words(seed, count):
    """Return that many different names in sorted order."""
    rng, found = random.Random(seed), set()
    while len(found) < count:
        found.add("".join(rng.choices("abcdefghijklm", k=rng.randint(2, 5))))
    return sorted(found)


def ordered(labels):
    """The different names by repeated search of the smallest; slow and obvious."""
    rest, found = list(labels), []
    while rest:
        smallest = min(rest)
        found.append(smallest)
        rest = [name for name in rest if name != smallest]
    return found


def fitted(student, labels, **options):
    encoder = student.LabelEncoder(**options)
    encoder.fit(labels)
    return encoder


def assert_ids(encoder, labels, expected):
    assert_numbers(encoder.transform(labels), expected)


def plausible_ids(encoder, labels):
    """Return the ids of known names, once there is one for each and no two names share one."""
    ids = assert_tensor(encoder.transform(labels), shape=(len(labels),))
    expect(
        len(set(ids.tolist())) == len(set(labels)),
        "different names need different ids, and equal names the same",
        "不同的名称编号应当不同，相同的名称编号应当相同",
    )
    return ids


@given(labels=LABELS)
@examples(labels=[["b", "a", "B", "10", "9"], ["dog", "cat", "dog", "ape", "cat"]])
def check_sorted_ids(student, labels):
    """The classes are the different names in sorted order, and the ids count them from 0.

    类别是排序后的不同名称，编号从 0 开始依次递增。
    """
    encoder = fitted(student, labels)
    classes = ordered(labels)
    assert_equal(encoder.read("classes_"), classes)
    assert_ids(encoder, labels, [classes.index(label) for label in labels])


@few(12, labels=LABELS)
@examples(labels=[["b", "a"]])
def check_names_again(student, labels):
    """What transform has translated, inverse_transform translates back.

    transform 翻译过去的，inverse_transform 能翻译回来。
    """
    encoder = fitted(student, labels)
    ids = assert_tensor(encoder.transform(labels))
    assert_equal(encoder.inverse_transform(ids.long()), labels)


def check_dtype_and_length(student, hidden_seed):
    """The ids are int64, one for each label, also when there is no label at all.

    编号为 int64，每个标签对应一个，没有任何标签时也是如此。
    """
    x, y, z = words(hidden_seed, 3)
    encoder = fitted(student, [x, y, z])
    for labels in ([y, x, y, z], [x], []):
        assert_tensor(plausible_ids(encoder, labels), dtype=torch.int64)


@few(
    12,
    names=st.lists(WORD, min_size=2, max_size=2, unique=True).map(sorted),
    more=st.lists(st.sampled_from([0, 1, None]), max_size=6),
)
@examples(names=[["a", "b"]], more=[[None, None]])
def check_missing(student, names, more):
    """A missing label is no class: it becomes -100, keeps its place and becomes None again.

    缺失的标签不是类别：它编为 -100，位置不变，反向转换后仍为 None。
    """
    labels = [None, *names, *(None if i is None else names[i] for i in more)]
    encoder = fitted(student, labels)
    assert_equal(encoder.read("classes_"), names)
    ids = [MISSING if label is None else names.index(label) for label in labels]
    assert_ids(encoder, labels, ids)
    assert_equal(encoder.inverse_transform(torch.tensor(ids)), labels)


def check_many_classes(student, hidden_seed):
    """With more than a hundred classes, -100 still stands for a missing label.

    类别超过一百个时，-100 仍然表示标签缺失。
    """
    names = words(hidden_seed, 101)
    for count in (99, 100, 101):
        encoder = fitted(student, names[:count])
        found = encoder.inverse_transform(torch.tensor([0, MISSING, count - 1]))
        assert_equal(found, [names[0], None, names[count - 1]])


@few(8, names=st.lists(WORD, min_size=3, max_size=5, unique=True), place=st.integers(0, 3))
@examples(names=[["Cat", "cat", "dog"], ["ca", "cat", "dog"], ["", "cat", "dog"]], place=[1, 0, 2])
def check_unseen_is_an_error(student, names, place):
    """Unless asked otherwise, a name that fit has not seen raises a ValueError.

    默认情况下，遇到 fit 时没见过的名称会抛出 ValueError。
    """
    unseen, *known = names
    encoder = fitted(student, known)
    plausible_ids(encoder, known)
    labels = [*known[:place], unseen, *known[place:]]
    assert_raises(lambda: encoder.transform(labels), "ValueError")


def check_unseen_gets_an_index(student, hidden_seed):
    """With unknown="index", every name that fit has not seen gets the id K.

    设置 unknown="index" 时，所有没见过的名称都编为 K。
    """
    a, k, n, p, t, z = words(hidden_seed, 6)
    encoder = fitted(student, [k, n, n, t], unknown="index")
    assert_ids(encoder, [z, k, a, t, z, p, n], [3, 0, 3, 2, 3, 3, 1])


def check_ids_without_a_class(student, hidden_seed):
    """An id that stands for no class raises a ValueError, be it too large or negative.

    不对应任何类别的编号会抛出 ValueError，无论是过大还是为负。
    """
    names = words(hidden_seed, 3)
    encoder = fitted(student, names)
    assert_equal(encoder.inverse_transform(torch.tensor([0, 2])), [names[0], names[2]])
    for wrong in (3, 4, 100, 200 + hidden_seed % 1000, -1, -3, -99):
        ids = torch.tensor([0, wrong, 2])
        assert_raises(lambda ids=ids: encoder.inverse_transform(ids), "ValueError")


def check_last_fit_only(student, hidden_seed):
    """An encoder knows what its own last fit has seen, nothing of transform or of other encoders.

    编码器只知道自己最近一次 fit 时见过的内容，与 transform 和其他编码器无关。
    """
    a, b, c, d, x, y, z = words(hidden_seed, 7)
    encoder = fitted(student, [b, d, z], unknown="index")
    encoder.fit([b, d])
    other = fitted(student, [c, x, y], unknown="index")
    assert_equal(encoder.read("classes_"), [b, d])
    encoder.transform([a, d])
    assert_ids(encoder, [a, d, b], [2, 1, 0])
    assert_equal(encoder.read("classes_"), [b, d])
    assert_ids(other, [x, b, y, c], [1, 3, 2, 0])


def check_not_fitted(student, hidden_seed):
    """Before the first fit, both translations raise a RuntimeError.

    在第一次 fit 之前，两个方向的翻译都抛出 RuntimeError。
    """
    labels = words(hidden_seed, 3)
    for unknown in ("error", "index"):
        encoder = student.LabelEncoder(unknown=unknown)
        assert_raises(lambda e=encoder: e.transform(labels), "RuntimeError")
        assert_raises(lambda e=encoder: e.inverse_transform(torch.tensor([0])), "RuntimeError")
        encoder.fit(labels)
        plausible_ids(encoder, labels)
        assert_equal(encoder.inverse_transform(torch.tensor([0])), labels[:1])


def check_cpu_budget(student, budget):
    """It does not search all classes for every label: at most {limit} times the reference's time.

    不必为每个标签查找所有类别：用时不超过参考答案的 {limit} 倍。
    """

    def two_lists(rng):
        names = sorted(f"species {i}" for i in rng.permutation(10_000)[:400].tolist())
        more = rng.integers(0, 400, (2, 1600)).tolist()
        train, labels = (names + [names[i] for i in drawn] for drawn in more)
        return train, labels

    budget.compare("scenario.encode", two_lists)
