"""Height times width can be a multiple of p * p although one of them is none of p, as 4 x 9 with p = 6,
and a single side says nothing about the other. Each side must hold whole patches.

即使某一边不是 p 的倍数,高乘宽也可能是 p * p 的倍数,例如 4 x 9 与 p = 6;而且一条边的情况说明不了另一条边。
每一边都必须恰好容纳整数个小块。
"""

FAILS = ("check_not_divisible",)
CHANGES = """
-if h % p or w % p:
+if (h * w) % (p * p):
"""
