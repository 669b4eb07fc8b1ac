"""`y not in different` compares y with one entry after another, so ten times as many labels take a hundred
times as long. A set finds an entry at once; but how many labels differ is not even asked here.

`y not in different` 要逐个比较列表中的元素，标签多十倍，用时就多一百倍。集合能直接找到元素；何况本题根本不问有多少种不同的标签。
"""

FAILS = ("check_cpu_growth",)


def task_type(labels):
    different = []
    for y in labels:
        if y is not None and y == y and y not in different:
            different.append(y)
    if not different:
        return "unlabelled"
    if any(isinstance(y, float) and not y.is_integer() for y in different):
        return "regression"
    return "classification"
