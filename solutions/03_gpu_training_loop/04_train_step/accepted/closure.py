def train_step(model, x, y, loss_fn, opt):
    losses = []

    def closure():
        opt.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        losses.append(loss.detach())
        return loss

    opt.step(closure)
    return losses[0]
