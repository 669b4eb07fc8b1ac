"""The statement asks for exactly four keys. Whoever uses the result may loop over it or compare it
with another one, and an entry that nobody expects gets in the way.

题目要求恰好四个键。使用者可能会遍历这个结果,或把它与另一个结果比较,多出来的条目会造成妨碍。
"""

FAILS = ("check_form",)
CHANGES = """
 "ndim": len(shape),
+"numel": x.numel(),
"""
