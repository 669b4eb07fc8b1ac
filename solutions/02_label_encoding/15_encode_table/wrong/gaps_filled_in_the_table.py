"""Writing the filled column back changes the caller's table: afterwards nobody can tell any more
what was measured and what was made up. Keep the filled column in a variable of your own.

把填补后的列写回去会修改调用者的表格：之后谁也分不清哪些是测量得到的，哪些是填补的。应当把填补后的列放在自己的变量里。
"""

FAILS = ("check_tables_untouched",)
CHANGES = """
-train_columns.append(known.fillna(median))
-test_columns.append(new.fillna(median))
+train[feature], test[feature] = known.fillna(median), new.fillna(median)
+train_columns.append(train[feature])
+test_columns.append(test[feature])
"""
