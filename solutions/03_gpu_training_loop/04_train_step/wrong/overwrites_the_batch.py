"""The batch is scaled in place. It belongs to the caller, who will need it again in the next epoch, and then it is scaled once more. Work on the data only through new tensors.

这里就地缩放了批次。批次属于调用者，下一个轮次还要用，到那时又会再缩放一次。处理数据时，只应得到新的张量。
"""

FAILS = ("check_batch_untouched",)
CHANGES = """
+x.sub_(x.mean()).div_(x.std())
 return loss.detach()
"""
