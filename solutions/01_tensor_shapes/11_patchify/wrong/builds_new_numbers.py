"""A tensor made from .detach() or from a list knows nothing of where its numbers came from, so no
gradient reaches the pictures. Rearrange the tensor itself.

由 .detach() 或列表得到的张量不知道自己的数字来自哪里,梯度也就传不到图片。请直接重新排列原来的张量。
"""

FAILS = ("check_gradient",)
CHANGES = """
-tiles = images.reshape(n, c, h // p, p, w // p, p)
+tiles = images.detach().reshape(n, c, h // p, p, w // p, p)
"""
