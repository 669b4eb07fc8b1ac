"""x[0] is a fine way to look at one sample, as long as there is one. An empty batch has no first
sample, yet its shape still says what a sample would look like.

用 x[0] 查看一个样本固然方便,但前提是样本存在。空批次没有第一个样本,不过它的形状仍说明了样本的样子。
"""

FAILS = ("check_empty",)


def describe(x, batched):
    if batched and x.ndim == 0:
        raise ValueError("no axis")
    sample = x[0] if batched else x
    return {
        "n_samples": len(x) if batched else 1,
        "n_features": sample.numel(),
        "sample_shape": tuple(sample.shape),
        "ndim": x.ndim,
    }
