"""Switching off the gradients does not switch off dropout, nor does it stop batch normalisation from using, and learning, the statistics of these batches. That is a matter of the model's mode.

关闭梯度并不会关闭 dropout,也不会阻止批归一化使用并学习这些批次的统计量。这些取决于模型所处的模式。
"""

FAILS = ("check_eval_mode",)
CHANGES = """
-model.eval()
"""
