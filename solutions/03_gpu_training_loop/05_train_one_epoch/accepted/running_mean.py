def train_one_epoch(model, loader, loss_fn, optimizer, device):
    model.train(True)
    mean, seen = 0.0, 0
    for batch in loader:
        x, y = (part.to(device) for part in batch)
        for weight in model.parameters():
            weight.grad = None
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        seen += x.shape[0]
        mean += (loss.item() - mean) * x.shape[0] / seen
    return mean
