"""`mul_` works in place: the caller's images are brighter after the call than before. Work on a copy, or with functions that return a new tensor.

`mul_` 是原地操作:调用之后,调用者的图片变亮了。应当在副本上操作,或者使用返回新张量的函数。
"""

FAILS = ("check_inputs_untouched",)
CHANGES = """
+images.mul_(15)
 generator = torch.Generator().manual_seed(seed)

-batch = prepare(images.unsqueeze(1)).to(device)
+batch = prepare(images.unsqueeze(1) * 15).to(device)
"""
