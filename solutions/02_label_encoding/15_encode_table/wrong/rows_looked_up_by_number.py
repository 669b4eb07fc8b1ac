"""`.loc[i]` looks for the row whose index says i, which after a split or a filter may be another
row, several rows or none. The i-th row is found by its position.

`.loc[i]` 查找的是索引值为 i 的行；表格经过划分或筛选之后，它可能是另一行、好几行，或者根本不存在。第 i 行应当按位置来取。
"""

FAILS = ("check_rows_keep_their_place", "check_test_table", "check_cpu_budget")
CHANGES = """
-rows = [torch.from_numpy(column.to_numpy("float32", copy=True)) for column in columns]
+rows = [torch.tensor([float(column.loc[i]) for i in range(len(column))]) for column in columns]
"""
