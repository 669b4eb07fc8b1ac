"""A dictionary lookup is fast and right for known names, but an unknown one escapes as a KeyError.
Callers were promised a ValueError; they cannot know that there is a dictionary inside.

字典查找很快，对已知名称也正确，但遇到未知名称时漏出来的是 KeyError。约定的是 ValueError；调用者无从知道里面用了字典。
"""

FAILS = ("check_unseen_is_an_error",)
CHANGES = """
-ids = [known.get(label, count) for label in labels]
-if self.unknown == "error" and count in ids:
-    raise ValueError(f"unknown label {labels[ids.index(count)]!r}")
+if self.unknown == "index":
+    ids = [known.get(label, count) for label in labels]
+else:
+    ids = [known[label] for label in labels]
"""
