"""The images are moved and the labels are forgotten: on a GPU the logits lie there while the labels are still in the CPU's memory.

图片移过去了,标签却忘了:在 GPU 上计算时,logits 在显存里,标签还留在 CPU 的内存里。
"""

FAILS = ("check_on_cuda",)
CHANGES = """
-labels = labels.to(device)
"""
