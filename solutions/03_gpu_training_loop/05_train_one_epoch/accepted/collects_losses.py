import torch


def train_one_epoch(model, loader, loss_fn, optimizer, device):
    for module in model.modules():
        module.training = True
    losses, sizes = [], []
    for images, labels in loader:
        labels = labels.to(device)
        predictions = model(images.to(device))
        loss = loss_fn(predictions, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
        sizes.append(len(labels))
    weights = torch.tensor(sizes, dtype=torch.float64, device=device)
    return ((torch.stack(losses).double() * weights).sum() / weights.sum()).item()
