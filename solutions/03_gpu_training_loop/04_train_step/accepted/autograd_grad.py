import torch


def train_step(model, x, y, loss_fn, optimizer):
    loss = loss_fn(model(x), y)
    weights = [p for p in model.parameters() if p.requires_grad]
    gradients = torch.autograd.grad(loss, weights, allow_unused=True)
    for weight, gradient in zip(weights, gradients, strict=True):
        weight.grad = gradient
    optimizer.step()
    return loss.detach()
