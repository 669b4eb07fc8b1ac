"""The batches come from the CPU and stay there. On a machine without a GPU nobody notices; with one, the model and its input lie in different memories.

批次来自 CPU,也一直留在 CPU 上。没有 GPU 的机器上谁也看不出来;有 GPU 时,模型和输入就处在不同的内存里了。
"""

FAILS = ("check_images_moved", "check_on_cuda")
CHANGES = """
-labels = labels.to(device)
-logits = model(images.to(device))
+logits = model(images)
"""
