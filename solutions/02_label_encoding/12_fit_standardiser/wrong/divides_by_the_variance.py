"""The variance is the square of the standard deviation; dividing by it leaves a result whose spread
depends on the unit. Check that the training data itself ends up with standard deviation 1.

方差是标准差的平方；除以方差，结果的离散程度仍取决于单位。检查一下训练数据转换后的标准差是否为 1。
"""

FAILS = ("check_values", "check_large_values")
CHANGES = """
-std = train.std(dim=0, correction=0)
+std = train.var(dim=0, correction=0)
"""
