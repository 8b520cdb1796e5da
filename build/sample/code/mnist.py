"""Trains a small convolutional network on handwritten digits.

Takes the arguments that UAI-Train passes to every training script and runs
with PyTorch 0.4 and newer, on a GPU where there is one.
"""
from __future__ import print_function

import argparse
import os
import time

import torch
import torch.nn.functional as functional

from digits import load_digits
from network import DigitNetwork


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    # What the platform passes, in the cloud and in a local test alike.
    parser.add_argument('--work_dir', default='/data')
    parser.add_argument('--data_dir', default='/data/data')
    parser.add_argument('--output_dir', default='/data/output')
    parser.add_argument('--log_dir', default='/data/output')
    parser.add_argument('--num_gpus', type=int, default=0)
    # What this script itself can be told with the training parameters.
    parser.add_argument('--epochs', type=int, default=3)
    parser.add_argument('--batch_size', type=int, default=64)
    parser.add_argument('--learning_rate', type=float, default=0.05)
    parser.add_argument('--seed', type=int, default=1)
    return parser.parse_args()


def train_epoch(network, optimizer, images, labels, batch_size, epoch):
    network.train()
    order = torch.randperm(len(images)).to(images.device)
    batches = range(0, len(images), batch_size)
    for step, start in enumerate(batches, 1):
        chosen = order[start:start + batch_size]
        optimizer.zero_grad()
        loss = functional.nll_loss(network(images[chosen]), labels[chosen])
        loss.backward()
        optimizer.step()
        if step % 25 == 0 or step == len(batches):
            print('epoch %d step %d/%d loss: %.4f' % (epoch, step, len(batches), loss.item()))


def measure_accuracy(network, images, labels):
    network.eval()
    with torch.no_grad():
        guesses = network(images).argmax(dim=1)
    return (guesses == labels).float().mean().item()


def main():
    arguments = parse_arguments()
    torch.manual_seed(arguments.seed)
    device = torch.device('cuda' if arguments.num_gpus and torch.cuda.is_available() else 'cpu')
    train_images, train_labels = load_digits(arguments.data_dir, 'train', device)
    test_images, test_labels = load_digits(arguments.data_dir, 't10k', device)
    print('PyTorch %s on %s, %d digits to train on, %d to test with'
          % (torch.__version__, device, len(train_images), len(test_images)))

    network = DigitNetwork().to(device)
    optimizer = torch.optim.SGD(network.parameters(), lr=arguments.learning_rate, momentum=0.9)
    for epoch in range(1, arguments.epochs + 1):
        began = time.time()
        train_epoch(network, optimizer, train_images, train_labels, arguments.batch_size, epoch)
        accuracy = measure_accuracy(network, test_images, test_labels)
        print('epoch %d accuracy: %.4f in %.1f s' % (epoch, accuracy, time.time() - began))

    target = os.path.join(arguments.output_dir, 'digits.pt')
    torch.save(network.state_dict(), target)
    print('saved %s' % target)


if __name__ == '__main__':
    main()
