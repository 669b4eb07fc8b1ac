"""view merges two axes only where they follow each other in memory without a gap. In a slice or a
transposed view they do not, and it raises an error. Move the axis without merging, or use reshape.

只有当两个轴在内存中首尾相接时,view 才能把它们合并。切片或转置得到的视图不满足这一点,于是报错。
移动轴时不必合并,或者改用 reshape。
"""

FAILS = ("check_any_layout",)


def nhwc_to_nchw(images):
    n, h, w, c = images.shape
    pixels = images.view(n, h * w, c).transpose(1, 2)
    return pixels.reshape(n, c, h, w).contiguous().float() / 255
