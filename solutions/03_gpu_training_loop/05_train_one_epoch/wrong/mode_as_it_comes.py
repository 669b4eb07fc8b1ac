"""After an evaluation the model is still in eval mode: no dropout, and batch normalisation learns nothing about the data. Whoever trains has to say so.

评估之后，模型可能还处于评估模式：没有 dropout，批归一化也不再统计数据。要训练，就得先切换模式。
"""

FAILS = ("check_train_mode",)
CHANGES = """
-model.train()
"""
