"""The network has dropout, and nobody told it that training is over: it drops random units at prediction as well. Ask the same question twice and compare.

网络中有 dropout,却没人告诉它训练已经结束:预测时它照样随机丢弃单元。同一个问题问两遍,比较一下答案。
"""

FAILS = ("check_image_alone",)
CHANGES = """
-model = nn.Sequential(nn.Flatten(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
+model = nn.Sequential(
+    nn.Flatten(), nn.Linear(64, 64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, 10)
+)

 model.to(device)
+state = torch.get_rng_state()
+torch.manual_seed(seed)

+torch.set_rng_state(state)
+
 @torch.no_grad()
"""
