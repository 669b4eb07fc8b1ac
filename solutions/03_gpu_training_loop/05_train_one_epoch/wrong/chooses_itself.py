"""The device was chosen by the caller and handed over. Choosing again, in here and by another rule, goes wrong as soon as the two rules differ.

设备已由调用者选定并传了进来。在这里按另一套规则重新选择，一旦两套规则不一致，就会出错。
"""

FAILS = ("check_batches_moved",)
CHANGES = """
+device = "cuda" if next(model.parameters()).is_cuda else "cpu"
 model.train()
"""
