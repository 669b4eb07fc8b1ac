"""Here "cpu" counts as having no wish, so nobody can choose the CPU on a machine with an accelerator. But one sometimes must: to compare results, or because the GPU's memory is full.

这里把 "cpu" 当作没有指定，于是在有加速器的机器上谁也选不了 CPU。可有时确实需要：例如要对照结果，或者显存已经满了。
"""

FAILS = ("check_wish_granted",)
CHANGES = """
-if prefer is None:
+if prefer is None or prefer == "cpu":
"""
