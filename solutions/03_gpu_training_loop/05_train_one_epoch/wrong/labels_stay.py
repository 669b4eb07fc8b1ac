"""The inputs are moved and the labels are not. On the CPU nobody notices; on a GPU the loss function meets tensors on two devices and fails.

只搬了输入，没有搬标签。在 CPU 上谁也察觉不到；在 GPU 上，损失函数遇到两个设备上的张量，就会报错。
"""

FAILS = ("check_batches_moved", "check_on_cuda")
CHANGES = """
-x, y = x.to(device, non_blocking=True), y.to(device, non_blocking=True)
+x = x.to(device, non_blocking=True)
"""
