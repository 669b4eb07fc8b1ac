"""Devices are counted from 0: with two of them the last one has index 1. Compare the index with the count once more.

设备从 0 开始编号：有两个设备时，最后一个的编号是 1。请再想一想编号与数量应该怎样比较。
"""

FAILS = ("check_index_too_large",)
CHANGES = """
-if (device.index or 0) >= torch.accelerator.device_count():
+if (device.index or 0) > torch.accelerator.device_count():
"""
