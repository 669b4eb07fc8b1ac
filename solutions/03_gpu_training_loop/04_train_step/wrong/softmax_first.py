"""`CrossEntropyLoss` takes logits and applies the softmax itself. Applied twice, it flattens all differences and the model learns slowly, without any error. Give the loss function what the model returns.

`CrossEntropyLoss` 接收的是 logits，它自己会做 softmax。做两次，差异就被抹平，模型学得很慢，却没有任何报错。请把模型的输出原样交给损失函数。
"""

FAILS = ("check_weights", "check_stale_gradients", "check_loss_value", "check_on_cuda")
CHANGES = """
-loss = loss_fn(model(x), y)
+loss = loss_fn(model(x).softmax(dim=1), y)
"""
