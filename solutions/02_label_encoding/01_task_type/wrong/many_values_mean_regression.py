"""There is no number of classes from which on labels turn into measurements: a flora may list
hundreds of species, each with its number. The count of different values is not among the rules.

类别数再多，标签也不会因此变成测量值：一部植物志可以有几百个物种，每种一个编号。不同取值的个数不是判断依据。
"""

FAILS = ("check_integers",)


def task_type(labels):
    present = [y for y in labels if y is not None and y == y]
    if not present:
        return "unlabelled"
    numbers = [y for y in present if not isinstance(y, str)]
    if len(set(numbers)) >= 100 or any(y % 1 for y in numbers):
        return "regression"
    return "classification"
