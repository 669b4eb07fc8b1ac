"""A missing text was given a column of its own. That can be useful, but here the rule is that a gap
gives zeros in the columns of its feature; how many columns there are depends only on texts that are
there.

缺失的文本被单独分了一列。这有时很有用，但这里的规则是：空缺在该特征的各列中全部为 0；有多少列只取决于确实出现过的文本。
"""

FAILS = ("check_missing_text",)
CHANGES = """
+known, new = known.fillna("missing"), new.fillna("missing")
 for text in sorted(known.dropna().unique()):
"""
