"""A product computed by torch is a tensor with one number in it, not a number. Do the arithmetic on
sizes in plain Python, or take the number out of the tensor.

用 torch 算出的乘积是只含一个数的张量,而不是一个数。对大小的运算用普通的 Python 完成,或者把数从张量中取出来。
"""

FAILS = ("check_form",)
CHANGES = """
-"n_features": n_features,
+"n_features": torch.tensor(n_features),
"""
