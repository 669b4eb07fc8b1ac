"""For a word that is no device, `torch.device` raises an error of its own, but not a ValueError. Callers were promised one kind of error for every wish that cannot be granted.

遇到不是设备名的词，`torch.device` 会抛出自己的异常，但不是 ValueError。我们向调用者承诺过：凡是无法满足的指定，都抛出同一种异常。
"""

FAILS = ("check_no_such_name",)
CHANGES = """
-try:
-    device = torch.device(prefer)
-except RuntimeError as error:
-    raise ValueError(f"{prefer!r} names no device") from error
+device = torch.device(prefer)
"""
