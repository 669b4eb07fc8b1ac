"""Whatever seed is given, 0 is used. Repeating gives equal results, but three runs with three seeds are then one run, and say nothing about chance.

不管给什么种子,用的都是 0。重复运行结果相同,但用三个种子跑三次其实是同一次,看不出偶然因素的影响。
"""

FAILS = ("check_seed",)
CHANGES = """
+seed = 0
 generator = torch.Generator().manual_seed(seed)
"""
