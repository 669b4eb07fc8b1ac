"""On a shared server the index matters: somebody else may be working on number 0. The type alone is only half of a device.

在多人共用的服务器上，编号很重要：0 号卡可能正有人在用。设备类型只是设备的一半。
"""

FAILS = ("check_index_kept",)
CHANGES = """
     raise ValueError(f"this machine has no device {device}")
-return device
+return torch.device(device.type)
"""
