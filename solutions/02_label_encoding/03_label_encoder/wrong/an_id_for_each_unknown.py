"""Every new name gets an id of its own here, so two different unknown names are told apart by a
model that has only K + 1 outputs. All that fit has not seen share the one id K.

这里每个新名称都得到一个自己的编号，而模型总共只有 K + 1 个输出。所有 fit 时没见过的名称共用同一个编号 K。
"""

FAILS = ("check_unseen_gets_an_index",)
CHANGES = """
-ids = [known.get(label, count) for label in labels]
+ids = [known.setdefault(label, len(known) - 1) for label in labels]
"""
