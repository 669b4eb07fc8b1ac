"""The axis that counts samples comes first. At position 1 it stands between the channels and the rows,
and the channels are then taken for samples.

用来数样本的轴排在最前面。放在位置 1,它就夹在通道与行之间,通道会被误当作样本。
"""

FAILS = ("check_single_sample",)


def as_batch(x, sample_ndim):
    if x.ndim == sample_ndim:
        return x.unsqueeze(1) if x.ndim else x.unsqueeze(0)
    if x.ndim == sample_ndim + 1:
        return x
    raise ValueError("neither a sample nor a batch")
