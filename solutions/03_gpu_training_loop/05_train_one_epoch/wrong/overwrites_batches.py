"""On the CPU, `to(device)` returns the very tensor of the loader, and an operation in place, whose name ends in `_`, changes it for all later epochs.

在 CPU 上，`to(device)` 返回的就是 loader 里的那个张量；名字以 `_` 结尾的就地操作会改变它，之后的轮次用的都是改过的数据。
"""

FAILS = ("check_batches_untouched",)
CHANGES = """
 samples += len(x)
+x.clamp_(0, 1)
"""
