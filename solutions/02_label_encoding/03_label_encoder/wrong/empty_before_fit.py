"""An encoder that was never fitted behaves here like one that was fitted on nothing. The caller has
forgotten a step, which is another mistake than an unknown name, and should be told so: with a
RuntimeError.

从未拟合的编码器，在这里表现得像是在空数据上拟合过一样。调用者漏掉了一个步骤，这与遇到未知名称是两种不同的错误，应当用 RuntimeError 明确告知。
"""

FAILS = ("check_not_fitted",)
CHANGES = """
-self.classes_: list[str] | None = None
+self.classes_: list[str] | None = []
"""
