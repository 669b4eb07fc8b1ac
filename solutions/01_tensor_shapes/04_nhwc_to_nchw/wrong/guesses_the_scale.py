"""Whether the pictures have been scaled already cannot be told from their values: an almost black
picture holds only 0 and 1 as well. The dtype says it: uint8 means 0 to 255.

仅凭数值无法判断图片是否已经缩放过:几乎全黑的图片也只含 0 和 1。能说明问题的是 dtype:uint8 表示 0 到 255。
"""

FAILS = ("check_values",)


def nhwc_to_nchw(images):
    out = images.permute(0, 3, 1, 2).contiguous().float()
    is_raw = images.device.type == "meta" or (images > 1).any()
    return out / 255 if is_raw else out
