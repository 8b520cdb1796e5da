"""The network that mnist.py trains."""
import torch.nn as nn
import torch.nn.functional as functional


class DigitNetwork(nn.Module):
    """Two convolutions and two linear layers: digits of 1x28x28 in, ten log probabilities out."""

    def __init__(self):
        super(DigitNetwork, self).__init__()
        self.first = nn.Conv2d(1, 8, kernel_size=5)
        self.second = nn.Conv2d(8, 16, kernel_size=5)
        self.hidden = nn.Linear(256, 64)
        self.output = nn.Linear(64, 10)

    def forward(self, images):
        features = functional.max_pool2d(functional.relu(self.first(images)), 2)
        features = functional.max_pool2d(functional.relu(self.second(features)), 2)
        features = functional.relu(self.hidden(features.view(len(images), -1)))
        return functional.log_softmax(self.output(features), dim=1)
