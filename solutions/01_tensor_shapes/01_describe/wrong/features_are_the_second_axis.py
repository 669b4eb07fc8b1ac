"""In a table the second axis counts the features, because a sample is one row. A picture has more
axes than that, and every one of its pixels is a feature. Ask how many numbers one sample holds.

在二维表中,样本就是一行,所以第二个轴的大小就是特征数。图片的轴更多,而它的每个像素都是一个特征。
想一想:一个样本总共包含多少个数?
"""

FAILS = ("check_features",)
CHANGES = """
-"n_features": n_features,
+"n_features": shape[1] if len(shape) > 1 else 1,
"""
