"""Without further arguments, `current_accelerator` tells what PyTorch was *built* for, even where no such card is plugged in. Ask also whether it is available.

不加参数时，`current_accelerator` 报告的是 PyTorch 是为哪种加速器**编译**的，哪怕机器上并没有插这样的卡。还要再问一句：它可用吗？
"""

FAILS = ("check_without_accelerator",)
CHANGES = """
-accelerator = torch.accelerator.current_accelerator(check_available=True)
+accelerator = torch.accelerator.current_accelerator()
"""
