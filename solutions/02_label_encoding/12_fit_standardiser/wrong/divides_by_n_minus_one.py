"""The usual `std` divides by N - 1, to estimate the spread of a population from a sample. Here the
spread of these very rows is wanted, which divides by N; look for the parameter that decides it.

`std` 默认除以 N - 1，用于由样本估计总体的离散程度。这里需要的是这些行本身的离散程度，应除以 N；请找出决定这一点的参数。
"""

FAILS = ("check_values", "check_large_values")
CHANGES = """
-std = train.std(dim=0, correction=0)
+std = train.std(dim=0)
"""
