"""Images and labels are shuffled, but each in an order of its own: no image keeps its label. Draw one order and use it for both.

图片和标签都打乱了,却各用各的顺序,图片与标签不再对应。应当只抽取一个顺序,两者共用。
"""

FAILS = ("check_accuracy", "check_history", "check_on_cuda")
CHANGES = """
-for index in torch.randperm(len(images), generator=generator).split(64):
+orders = [torch.randperm(len(images), generator=generator).split(64) for _ in range(2)]
+for index, other in zip(*orders, strict=True):

-loss = F.cross_entropy(model(batch), labels[index].to(device))
+loss = F.cross_entropy(model(batch), labels[other].to(device))
"""
