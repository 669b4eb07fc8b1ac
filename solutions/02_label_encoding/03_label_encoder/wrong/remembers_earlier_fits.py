"""The second fit adds to the first, so classes survive that no longer exist, and their outputs are
never trained. Fitting means starting afresh.

第二次 fit 在第一次的基础上追加，于是已经不存在的类别被保留下来，对应的输出永远得不到训练。拟合意味着从头开始。
"""

FAILS = ("check_last_fit_only",)
CHANGES = """
-self.classes_ = sorted({label for label in labels if label is not None})
+self.classes_ = sorted({x for x in [*(self.classes_ or []), *labels] if x is not None})
"""
