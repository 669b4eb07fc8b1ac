"""The caller wants to print and store a number. A tensor stays on the device and drags it along wherever it goes. Read it once, at the end of the epoch.

调用者要的是可以打印、可以保存的数字。张量还留在设备上，走到哪里都带着它。请在轮次结束时读取一次。
"""

FAILS = ("check_result_is_a_float",)
CHANGES = """
-return float(total) / samples
+return total / samples
"""
