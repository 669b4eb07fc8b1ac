"""Falling back to the CPU is kind when nobody asked for anything. After an explicit wish it hides the trouble: the run works and takes a hundred times as long. A wish that cannot be granted deserves an error.

没有人指定设备时，退回 CPU 是体贴；有人明确指定之后，退回 CPU 就是隐瞒问题：程序照常运行，只是慢上百倍。无法满足的指定应当报错。
"""

FAILS = ("check_absent_device",)
CHANGES = """
-if device.type == "cpu":
-    return device
-if accelerator is None or device.type != accelerator.type:
-    raise ValueError(f"this machine has no {device.type} device")
+if device.type == "cpu" or accelerator is None or device.type != accelerator.type:
+    return torch.device("cpu")
"""
