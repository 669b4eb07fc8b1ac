def train_step(model, x, y, loss_fn, optimizer):
    predictions = model(x)
    loss = loss_fn(predictions, y)
    model.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.detach().clone()
