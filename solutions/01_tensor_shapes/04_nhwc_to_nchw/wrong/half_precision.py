"""float16 keeps about three decimal digits, so most of the 256 brightness values are off a little.
Convert to float32 before you divide.

float16 只有大约三位有效数字,256 个亮度值大多会略有偏差。请先转换成 float32 再做除法。
"""

import torch

FAILS = ("check_values", "check_dtype_and_shape")


def nhwc_to_nchw(images):
    return images.permute(0, 3, 1, 2).contiguous().to(torch.float16) / 255
