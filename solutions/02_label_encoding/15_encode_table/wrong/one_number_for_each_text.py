"""Numbering the texts 0, 1, 2 in a single column claims that Dream lies between Biscoe and
Torgersen, and that their distances mean something. A feature without order needs one column for
each text.

把文本编成 0、1、2 放在一列里，等于说 Dream 介于 Biscoe 和 Torgersen 之间，而且它们之间的距离有意义。没有顺序的特征，每个文本都需要单独一列。
"""

FAILS = (
    "check_training_table",
    "check_test_table",
    "check_column_order",
    "check_unseen_category",
    "check_missing_text",
    "check_missing_number",
    "check_rows_keep_their_place",
    "check_label_anywhere",
    "check_test_without_label",
)
CHANGES = """
-for text in sorted(known.dropna().unique()):
-    names.append(f"{feature}={text}")
-    train_columns.append(known == text)
-    test_columns.append(new == text)
+numbers = {text: i for i, text in enumerate(sorted(known.dropna().unique()))}
+names.append(feature)
+train_columns.append(known.map(numbers))
+test_columns.append(new.map(numbers))
"""
