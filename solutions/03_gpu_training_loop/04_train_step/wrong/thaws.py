"""Parameters are frozen on purpose, for example to keep a pretrained part as it is. A training step must not make them trainable again.

参数被冻结是有意为之，例如要让预训练的部分保持原样。一步训练不应让它们重新变得可训练。
"""

FAILS = ("check_other_parameters",)
CHANGES = """
+for parameter in model.parameters():
+    parameter.requires_grad_(True)
 optimizer.zero_grad(set_to_none=True)
"""
