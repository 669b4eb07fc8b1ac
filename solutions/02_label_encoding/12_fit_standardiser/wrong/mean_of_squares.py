"""On paper the mean of the squares minus the square of the mean is the variance. In float32 both
are about four million for a year, and what distinguishes 2019 from 2020 is lost in rounding.
Subtract first, then square.

在纸面上，“平方的均值减去均值的平方”就是方差。但对于年份，在 float32 中两者都约为四百万，2019 与 2020 的差别会在舍入中丢失。应当先相减，再平方。
"""

FAILS = ("check_large_values",)
CHANGES = """
-std = train.std(dim=0, correction=0)
+std = ((train * train).mean(dim=0) - mean * mean).clamp(min=0).sqrt()
"""
