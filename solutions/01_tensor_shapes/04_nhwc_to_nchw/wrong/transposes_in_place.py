"""transpose_ with an underscore changes the shape of the caller's own tensor. Whoever converts the
same batch a second time gets something else. Use the version without the underscore.

带下划线的 transpose_ 会改变调用者自己的张量的形状,再次转换同一个批次就会得到不同的结果。
请使用不带下划线的版本。
"""

FAILS = ("check_arguments_untouched",)


def nhwc_to_nchw(images):
    return images.transpose_(1, 3).transpose_(2, 3).contiguous().float() / 255
