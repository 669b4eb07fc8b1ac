import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 64, 3, padding=1),
            nn.BatchNorm2d(64),
            nn.ReLU(),
            nn.Conv2d(64, 128, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
        )
        self.head = nn.Sequential(nn.Flatten(), nn.Dropout(0.1), nn.Linear(128 * 16, 10))

    def forward(self, images):
        return self.head(self.features(images.float().div(16).unsqueeze(1)))


def fit(images, labels, epochs, seed, device):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        model = Net().to(device)
        loader = DataLoader(TensorDataset(images, labels), batch_size=40, shuffle=True)
        optimiser = torch.optim.AdamW(model.parameters(), lr=0.002)
        criterion = nn.CrossEntropyLoss()
        history = [epoch(model, loader, optimiser, criterion, device) for _ in range(epochs)]
    model.eval()

    def predict(batch):
        with torch.inference_mode():
            return model(batch.to(device)).max(dim=1).indices.cpu()

    return predict, history


def epoch(model, loader, optimiser, criterion, device):
    model.train()
    total = n = 0
    for x, y in loader:
        loss = criterion(model(x.to(device)), y.to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total += loss.item() * len(y)
        n += len(y)
    return total / n
