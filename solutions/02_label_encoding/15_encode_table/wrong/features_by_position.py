"""The features of the test table are taken by their position. If somebody saved it with another
order of columns, years are read as grams, and nothing complains. A column is known by its name.

这里按位置读取测试表格的特征。如果保存时列的顺序不同，年份就会被当成体重，而且不会有任何报错。列应当按名称来识别。
"""

FAILS = ("check_test_without_label",)
CHANGES = """
-for feature in train.columns.drop(label):
-    known, new = train[feature], test[feature]
+test = test.drop(columns=label, errors="ignore")
+for position, feature in enumerate(train.columns.drop(label)):
+    known, new = train[feature], test.iloc[:, position]
"""
