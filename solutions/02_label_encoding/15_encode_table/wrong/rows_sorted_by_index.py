"""Sorting by the index reorders the rows, while the labels stay where they were. A row's place in
the tensor is its place in the table; the index is only a name.

按索引排序会改变行的顺序，而标签还在原来的位置。一行在张量中的位置就是它在表格中的位置；索引只是一个名称。
"""

FAILS = ("check_rows_keep_their_place",)
CHANGES = """
+train, test = train.sort_index(), test.sort_index()
 names, train_columns, test_columns = [], [], []
"""
