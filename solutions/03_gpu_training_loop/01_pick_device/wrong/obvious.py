"""The line everybody knows. It trusts every wish, although `torch.device("cuda")` can be made on a machine without any: the name is not the hardware. And it knows only one make of accelerator. Compare each wish with what the machine has before you grant it.

人人都会的那一行。它对任何指定都照单全收，可是在没有 GPU 的机器上也能创建 `torch.device("cuda")`：名字不等于硬件。另外，它只认识一种加速器。请先把指定的设备与机器实际拥有的设备比较，再决定是否满足。
"""

import torch

FAILS = (
    "check_accelerator_first",
    "check_absent_device",
    "check_index_too_large",
    "check_no_such_name",
)


def pick_device(prefer=None):
    if prefer is not None:
        return torch.device(prefer)
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
