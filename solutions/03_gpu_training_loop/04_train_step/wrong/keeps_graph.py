"""The loss still points to the graph that made it. Whoever collects the losses of an epoch collects its graphs too, and memory fills up. Return the value without its history.

这个损失仍然指向产生它的计算图。谁要是把一个轮次的损失都收集起来，也就收集了所有的计算图，内存会越占越多。请返回去掉历史的值。
"""

FAILS = ("check_graph_released",)
CHANGES = """
-return loss.detach()
+return loss
"""
