"""A seed set in here makes every epoch use the same random numbers: the same dropout, the same order after shuffling. Whoever wants repeatable runs sets the seed once, at the start of the program.

在这里设置种子，会让每个轮次都用同样的随机数：同样的 dropout，打乱之后同样的次序。想让结果可重复，应在程序开头设置一次。
"""

FAILS = ("check_random_state",)
CHANGES = """
+torch.manual_seed(42)
 model.train()
"""
