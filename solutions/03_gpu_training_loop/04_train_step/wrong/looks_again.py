"""A second forward pass, here to count the right answers, doubles the cost and changes what a batch normalisation has seen. Keep the predictions of the first one if you need them.

为了统计答对多少又做了一次前向计算：开销翻倍，批归一化看到的数据也变了。如果需要预测结果，把第一次的留下来即可。
"""

FAILS = ("check_one_forward_pass",)
CHANGES = """
+train_step.right = (model(x).argmax(dim=1) == y).sum()
 return loss.detach()
"""
