"""The labels come from a data set that this code fetched itself, whatever labels it was given. The accuracy is splendid and means nothing: the test images are in there too.

不管传入什么标签,用的都是代码自己取来的数据集中的标签。准确率非常漂亮,却毫无意义:测试图片也在那里面。
"""

FAILS = ("check_shuffled_labels",)
CHANGES = """
 import torch
+from sklearn.datasets import load_digits

+data = load_digits()
+pairs = zip(data.images.astype("uint8"), data.target, strict=True)
+known = {image.tobytes(): int(y) for image, y in pairs}
+labels = torch.tensor([known[image.numpy().tobytes()] for image in images])
 generator = torch.Generator().manual_seed(seed)
"""
