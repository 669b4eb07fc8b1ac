"""The shape of one sample does not contain the axis that counts the samples: of [32, 1, 28, 28] one
picture is (1, 28, 28). Check sample_shape against n_features: its product should be that number.

一个样本的形状不包含用来数样本的轴:[32, 1, 28, 28] 中一张图片是 (1, 28, 28)。
可用 n_features 检验 sample_shape:各个轴的大小相乘应等于它。
"""

FAILS = ("check_sample_shape", "check_single_numbers")
CHANGES = """
-"sample_shape": sample_shape,
+"sample_shape": shape,
"""
