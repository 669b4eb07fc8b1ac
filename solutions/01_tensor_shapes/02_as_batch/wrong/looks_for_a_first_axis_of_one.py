"""A first axis of size 1 proves nothing: a grey picture [1, 28, 28] has one channel, and a batch of 32
starts with 32. The number of axes tells the two apart, their sizes do not.

第一个轴的大小为 1 说明不了什么:灰度图 [1, 28, 28] 有一个通道,而 32 张图的批次以 32 开头。
能区分两者的是轴的个数,而不是轴的大小。
"""

FAILS = ("check_single_sample", "check_batch_left_alone", "check_empty_batch", "check_other_shapes")


def as_batch(x, sample_ndim):
    if x.ndim == 0 or x.shape[0] != 1:
        return x.unsqueeze(0)
    return x
