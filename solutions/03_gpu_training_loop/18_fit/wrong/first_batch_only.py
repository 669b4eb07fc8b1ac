"""Every epoch stops after its first batch: 8 epochs see 8 batches. The loss of these falls, so the history looks well. Look at the indentation.

每轮只训练第一批就停了:8 轮只看了 8 批。这些批的损失在下降,所以 history 看上去很好。请检查缩进。
"""

FAILS = ("check_accuracy", "check_on_cuda")
CHANGES = """
-for index in torch.randperm(len(images), generator=generator).split(64):
+for index in torch.randperm(len(images), generator=generator).split(64)[:1]:

-history.append(total.item() / len(images))
+history.append(total.item() / len(index))
"""
