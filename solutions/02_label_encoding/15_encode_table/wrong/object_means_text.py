"""Up to pandas 2 text columns had the dtype `object`; from pandas 3 on it is `str`. Asking for one
particular dtype is fragile. Ask whether the column holds numbers: there is a function for it.

在 pandas 2 及更早的版本中，文本列的类型是 `object`；从 pandas 3 开始是 `str`。只认某一种具体类型很脆弱。应当询问该列是否为数字：有现成的函数可用。
"""

FAILS = (
    "check_training_table",
    "check_test_table",
    "check_column_order",
    "check_dtype",
    "check_unseen_category",
    "check_missing_text",
    "check_missing_number",
    "check_rows_keep_their_place",
    "check_label_anywhere",
    "check_test_without_label",
    "check_tables_untouched",
    "check_cpu_budget",
)
CHANGES = """
-if pd.api.types.is_numeric_dtype(known):
+if known.dtype != object:
"""
