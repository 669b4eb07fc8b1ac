"""// drops everything behind the decimal point, so all values but 255 become 0. Divide as decimals.

// 会舍去小数部分,除 255 以外的值都变成 0。请使用保留小数的除法。
"""

FAILS = ("check_values",)


def nhwc_to_nchw(images):
    return (images // 255).permute(0, 3, 1, 2).contiguous().float()
