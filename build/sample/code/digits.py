"""Reads digits in the IDX format, the one that MNIST is published in."""
import os
import struct

import numpy
import torch


def load_digits(folder, name, device):
    """Images as floats of shape [count, 1, 28, 28] between 0 and 1, and labels as whole numbers [count]."""
    with open(os.path.join(folder, name + '-images-idx3-ubyte'), 'rb') as stream:
        magic, count, height, width = struct.unpack('>IIII', stream.read(16))
        assert magic == 2051, 'not an IDX file of images'
        pixels = numpy.frombuffer(stream.read(), dtype=numpy.uint8).reshape(count, 1, height, width)
    with open(os.path.join(folder, name + '-labels-idx1-ubyte'), 'rb') as stream:
        magic, label_count = struct.unpack('>II', stream.read(8))
        assert magic == 2049 and label_count == count, 'labels do not fit the images'
        labels = numpy.frombuffer(stream.read(), dtype=numpy.uint8)
    images = torch.from_numpy(pixels.astype(numpy.float32) / 255.0)
    return images.to(device), torch.from_numpy(labels.astype(numpy.int64)).to(device)
