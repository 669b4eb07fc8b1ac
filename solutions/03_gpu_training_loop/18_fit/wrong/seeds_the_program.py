"""`torch.manual_seed` starts the random numbers of the whole program again. Whoever calls `fit` between two of their own draws gets other numbers afterwards. Use a generator, or put the state back.

`torch.manual_seed` 会让整个程序的随机数重新开始。谁在自己的两次抽取之间调用了 `fit`,之后得到的数就变了。请使用单独的生成器,或者把状态恢复原样。
"""

FAILS = ("check_global_random_numbers",)
CHANGES = """
-with torch.random.fork_rng(devices=[]):
-    torch.manual_seed(seed)
-    model = nn.Sequential(nn.Flatten(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
+torch.manual_seed(seed)
+model = nn.Sequential(nn.Flatten(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
"""
