"""The images go to the device, but the answer does not come back: on a GPU the caller gets a tensor that cannot be compared with labels in the CPU's memory.

图片送到了设备上,答案却没有送回来:用 GPU 时,调用者得到的张量无法与 CPU 内存中的标签比较。
"""

FAILS = ("check_on_cuda",)
CHANGES = """
-return model(batch).argmax(dim=1).cpu()
+return model(batch).argmax(dim=1)
"""
