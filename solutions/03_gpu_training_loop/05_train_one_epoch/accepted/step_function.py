import torch


def _learn(model, x, y, loss_fn, optimizer):
    model.zero_grad()
    loss = loss_fn(model(x), y)
    parameters = [p for p in model.parameters() if p.requires_grad]
    gradients = torch.autograd.grad(loss, parameters, allow_unused=True)
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter.grad = gradient
    optimizer.step()
    return loss.data


def train_one_epoch(model, loader, loss_fn, optimizer, device):
    model.train()
    total, count = 0, 0
    batches = iter(loader)
    while (batch := next(batches, None)) is not None:
        x, y = batch
        loss = _learn(model, x.to(device), y.to(device), loss_fn, optimizer)
        total = total + loss * x.size(0)
        count += x.size(0)
    return total.item() / count
