"""The batch is evaluated again after the update, which makes the loss look better and costs a second forward pass. The statement asks for the loss that the update was made from.

更新之后又把这一批算了一遍：损失显得更好看，还多花了一次前向计算。题目要的是更新所依据的那个损失。
"""

FAILS = ("check_mean_loss",)
CHANGES = """
-total += loss.detach() * len(x)
+with torch.no_grad():
+    loss = nn.functional.cross_entropy(model(x), y)
+total += loss * len(x)
"""
