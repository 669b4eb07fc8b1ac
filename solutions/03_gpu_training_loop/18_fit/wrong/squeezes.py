"""`squeeze()` removes every axis of length 1, and with one image the batch axis is one of them: the caller gets a number where a list of labels was promised.

`squeeze()` 会去掉所有长度为 1 的轴;只有一张图片时,批次轴也被去掉了:说好返回一串标签,调用者得到的却是一个数。
"""

FAILS = ("check_one_and_none",)
CHANGES = """
-return model(batch).argmax(dim=1).cpu()
+return model(batch).argmax(dim=1).squeeze().cpu()
"""
