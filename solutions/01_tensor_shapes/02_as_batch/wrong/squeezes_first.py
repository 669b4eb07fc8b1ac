"""squeeze() removes every axis of size 1, also those that mean something: the one channel of a grey
picture, or the one sample of a batch. Do not touch the axes that are there.

squeeze() 会去掉所有大小为 1 的轴,包括有含义的轴:灰度图唯一的通道,或批次中唯一的样本。
已有的轴不要动。
"""

FAILS = ("check_single_sample", "check_batch_left_alone", "check_other_shapes")


def as_batch(x, sample_ndim):
    x = x.squeeze()
    if x.ndim == sample_ndim:
        return x.unsqueeze(0)
    if x.ndim == sample_ndim + 1:
        return x
    raise ValueError("neither a sample nor a batch")
