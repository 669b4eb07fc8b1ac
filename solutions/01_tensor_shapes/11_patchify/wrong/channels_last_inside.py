"""Here the channels of a pixel stand together inside a patch. With one channel nobody notices; with
three the numbers are in another order than in the picture. Test with more than one channel.

这里小块内部是把一个像素的各个通道放在一起。只有一个通道时看不出来;有三个通道时,数字的顺序就与图片不同了。
请用多于一个通道的图片来测试。
"""

FAILS = ("check_order_inside",)
CHANGES = """
-return tiles.permute(0, 2, 4, 1, 3, 5).reshape(n, (h // p) * (w // p), c * p * p)
+return tiles.permute(0, 2, 4, 3, 5, 1).reshape(n, (h // p) * (w // p), c * p * p)
"""
