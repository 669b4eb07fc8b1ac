"""The sum of losses that still carry their graphs keeps every graph of the epoch alive, and memory grows with each batch. Add up the values without their history.

把仍然带着计算图的损失加起来，整个轮次的计算图就都留在内存里，每个批次都占得更多。累加时只要数值，不要历史。
"""

FAILS = ("check_graphs_released",)
CHANGES = """
-total += loss.detach() * len(x)
+total += loss * len(x)
"""
