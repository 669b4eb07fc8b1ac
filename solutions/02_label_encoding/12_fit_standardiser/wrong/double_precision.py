"""float64 is more exact, but a network's weights are float32, and mixing the two raises an error in
the first layer. Precision may be used on the way; the result has to be float32.

float64 更精确，但网络的权重是 float32，两者混用会在第一层就报错。中间过程可以使用更高的精度，结果必须是 float32。
"""

FAILS = ("check_dtype",)
CHANGES = """
+train = train.double()
 mean = train.mean(dim=0)
"""
