"""A batch without samples is unusual but valid: a filter that keeps nothing makes one. Its number of
axes is as clear as that of any other batch.

没有样本的批次虽不常见,却是合法的:筛选后一个都不剩时就会得到它。它有多少个轴,与其他批次一样清楚。
"""

FAILS = ("check_empty_batch",)


def as_batch(x, sample_ndim):
    if x.ndim == sample_ndim:
        return x.unsqueeze(0)
    if x.ndim == sample_ndim + 1 and len(x) > 0:
        return x
    raise ValueError("neither a sample nor a batch")
