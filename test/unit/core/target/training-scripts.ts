/** A script as users write them, and what is wrong with it: nothing else may be found. */
export interface TrainingScript {
  readonly name: string
  readonly why: string
  readonly base: 'python2' | 'python3' | 'own'
  readonly trainParams?: string
  /** The first one is the main file. */
  readonly files: Readonly<Record<string, string>>
  readonly found: readonly string[]
}

const platform = `parser.add_argument('--num_gpus', type=int, default=0)
parser.add_argument('--data_dir', default='/data/data')
parser.add_argument('--output_dir', default='/data/output')
parser.add_argument('--work_dir', default='/data')
parser.add_argument('--log_dir', default='/data/output')
`

const parser = `import argparse
parser = argparse.ArgumentParser(description='PyTorch MNIST')
parser.add_argument('--lr', type=float, default=0.01)
`

/** As the platform's documents have it. */
const good = `from __future__ import print_function
import os
${parser}${platform}args = parser.parse_args()
import torch
import torch.nn as nn
from torchvision import datasets, transforms


class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.fc = nn.Linear(784, 10)

    def forward(self, x):
        return self.fc(x.view(-1, 784))


train = datasets.MNIST(args.data_dir, train=True, download=False, transform=transforms.ToTensor())
for epoch in range(3):
    print('epoch %d' % epoch, end=' ')
torch.save(Net().state_dict(), os.path.join(args.output_dir, 'mnist.pt'))
`

const save = "import torch\ntorch.save({}, args.output_dir + '/m.pt')\n"

export const trainingScripts: readonly TrainingScript[] = [
  {
    name: 'documented MNIST',
    why: 'follows the documents and is right in Python 3',
    base: 'python3',
    files: { 'train.py': good },
    found: [],
  },
  {
    name: 'documented MNIST, Python 2',
    why: 'print_function makes the same file right in Python 2',
    base: 'python2',
    files: { 'train.py': good },
    found: [],
  },
  {
    name: 'documented MNIST, own image',
    why: 'nothing is known of an own image’s modules, so nothing is said of them',
    base: 'own',
    files: { 'train.py': good.replace('import os\n', 'import os\nimport lightning\n') },
    found: [],
  },
  {
    name: 'uargs',
    why: 'the SDK adds all that the platform passes',
    base: 'python3',
    files: {
      'train.py': `import argparse
from uaitrain.arch.pytorch import uargs
parser = argparse.ArgumentParser()
uargs.add_uai_args(parser)
args = parser.parse_args()
${save}`,
    },
    found: [],
  },
  {
    name: 'parse_known_args',
    why: 'takes whatever it does not know',
    base: 'python3',
    files: { 'train.py': `${parser}args, rest = parser.parse_known_args()\nopen('/data/output/x', 'w').write('1')\n` },
    found: [],
  },
  {
    name: 'upstream example',
    why: 'stops at the first argument of the platform that it does not know',
    base: 'python3',
    files: { 'main.py': `${parser}args = parser.parse_args()\nimport torch\ntorch.save({}, '/data/output/m.pt')\n` },
    found: ['argument-missing main.py:4 --num_gpus --work_dir --data_dir --output_dir --log_dir'],
  },
  {
    name: 'dashes for underscores',
    why: '--data-dir is not --data_dir',
    base: 'python3',
    files: {
      'train.py': `${parser}${platform.replace("'--data_dir'", "'--data-dir'")}args = parser.parse_args()\n${save}`,
    },
    found: ['argument-missing train.py:9 --data_dir'],
  },
  {
    name: 'beginning of a name',
    why: 'argparse takes --log_dir for --log_dir_name, the only one that begins so',
    base: 'python3',
    files: {
      'train.py': `${parser}${platform.replace("'--log_dir'", "'--log_dir_name'")}args = parser.parse_args()\n${save}`,
    },
    found: [],
  },
  {
    name: 'flag without a value',
    why: '--num_gpus=1 is an error for store_true',
    base: 'python3',
    files: {
      'train.py': `${parser}${platform.replace('type=int, default=0', "action='store_true'")}args = parser.parse_args()\n${save}`,
    },
    found: ['argument-flag train.py:4 --num_gpus'],
  },
  {
    name: 'required option',
    why: 'nobody gives --arch',
    base: 'python3',
    trainParams: '--epochs 3',
    files: {
      'train.py': `${parser}${platform}parser.add_argument('--epochs', required=True)
parser.add_argument('-a', '--arch', required=True)
args = parser.parse_args()
${save}`,
    },
    found: ['argument-required train.py:10 --arch'],
  },
  {
    name: 'options of another file',
    why: 'the arguments are added in a module of the code',
    base: 'python3',
    files: {
      'train.py': `from options.base import parse\nargs = parse()\n${save}`,
      'options/__init__.py': '',
      'options/base.py': `${parser}${platform}\ndef parse():\n    return parser.parse_args()\n`,
    },
    found: [],
  },
  {
    name: 'options from a loop',
    why: 'names put together while it runs cannot be read, which is said',
    base: 'python3',
    files: {
      'train.py': `${parser}for name in ['num_gpus', 'data_dir', 'output_dir', 'work_dir', 'log_dir']:
    parser.add_argument('--' + name)
args = parser.parse_args()
${save}`,
    },
    found: ['arguments-unread train.py:6'],
  },
  {
    name: 'no arguments at all',
    why: 'what nobody reads harms nobody',
    base: 'python3',
    files: { 'train.py': "import numpy as np\nnp.savetxt('/data/output/w.txt', np.zeros(3))\n" },
    found: [],
  },
  {
    name: 'Python 2 script on Python 3',
    why: 'print is a statement there',
    base: 'python3',
    files: { 'train.py': `import os\nprint "start"\nopen('/data/output/x', 'w').write('1')\n` },
    found: ['python-2-syntax train.py:2 print'],
  },
  {
    name: 'Python 2 script on Python 2',
    why: 'is right there, exceptions with a comma and old numbers too',
    base: 'python2',
    files: {
      'train.py': `# -*- coding: utf-8 -*-
import cPickle, os
print "训练 %d" % 3
try:
    os.makedirs('/data/output/a', 0755)
except OSError, e:
    print e
cPickle.dump({}, open('/data/output/x', 'wb'))
`,
    },
    found: [],
  },
  {
    name: 'Chinese without a coding line',
    why: 'Python 2 does not read it',
    base: 'python2',
    files: { 'train.py': `import os\n# 训练\nopen('/data/output/x', 'w').write('1')\n` },
    found: ['encoding-missing train.py:2 # 训练'],
  },
  {
    name: 'new syntax on Python 2',
    why: 'f-strings are of Python 3',
    base: 'python2',
    files: { 'train.py': `epoch = 1\nprint(f"{epoch}")\nopen('/data/output/x', 'w').write('1')\n` },
    found: ['python-3-syntax train.py:2 f"{epoch}"'],
  },
  {
    name: 'walrus on Python 3.6',
    why: 'came with Python 3.8',
    base: 'python3',
    files: { 'train.py': `if (n := 3) > 2:\n    open('/data/output/x', 'w').write(str(n))\n` },
    found: ['python-newer train.py:1 := (Python 3.8)'],
  },
  {
    name: 'xrange and iteritems',
    why: 'parse in Python 3 and fail when they are reached',
    base: 'python3',
    files: { 'train.py': `for i in xrange(3):\n    pass\nopen('/data/output/x', 'w').write('1')\n` },
    found: ['python-2-name train.py:1 xrange'],
  },
  {
    name: 'range through six',
    why: 'xrange is given a meaning by the file itself',
    base: 'python3',
    files: {
      'train.py': `from six.moves import xrange\nfor i in xrange(3):\n    pass\nopen('/data/output/x', 'w').write('1')\n`,
    },
    found: [],
  },
  {
    name: 'bracket left open',
    why: 'no Python takes it',
    base: 'python3',
    files: { 'train.py': `x = foo(1, 2\nopen('/data/output/x', 'w').write('1')\ny = 2\n` },
    found: ["syntax train.py:2 open('/data/output/x', 'w').write('1')"],
  },
  {
    name: 'modules of Python 2',
    why: 'urllib2 is gone in Python 3; what is imported in a try is dealt with',
    base: 'python3',
    files: {
      'train.py': `import urllib2
try:
    import cPickle as pickle
except ImportError:
    import pickle
open('/data/output/x', 'w').write('1')
`,
    },
    found: ['module-missing train.py:1 urllib2'],
  },
  {
    name: 'modules of Python 3',
    why: 'pathlib is not in Python 2.7, nor is urllib.request',
    base: 'python2',
    files: {
      'train.py': `from pathlib import Path
import urllib.request
open('/data/output/x', 'w').write('1')
`,
    },
    found: ['module-missing train.py:1 pathlib', 'module-missing train.py:2 urllib.request'],
  },
  {
    name: 'package that no base image has',
    why: 'tensorboardX has to be added; model and its parts are the code’s own',
    base: 'python3',
    files: {
      'train.py': `from tensorboardX import SummaryWriter
from model import net
import model.layers as layers
from skimage import io
writer = SummaryWriter('/data/output')
`,
      'model/__init__.py': '',
      'model/net.py': 'from . import layers\nfrom .layers import conv\n',
      'model/layers.py': 'import torch.nn as nn\nconv = nn.Conv2d\n',
    },
    found: ['module-unknown train.py:1 tensorboardX'],
  },
  {
    name: 'fault in an imported module',
    why: 'it is imported before the training begins',
    base: 'python3',
    files: {
      'train.py': `import helper\nopen('/data/output/x', 'w').write('1')\n`,
      'helper.py': 'print "hello"\n',
      'unused.py': 'print "never imported"\n',
    },
    found: ['python-2-syntax helper.py:1 print'],
  },
  {
    name: 'saved beside the code',
    why: 'only the output folder is kept',
    base: 'python3',
    files: { 'train.py': `${parser}${platform}args = parser.parse_args()\nimport torch\ntorch.save({}, 'model.pt')\n` },
    found: ['output-elsewhere train.py:11 torch.save(…)'],
  },
  {
    name: 'nothing saved',
    why: 'a training that leaves nothing was for nothing',
    base: 'python3',
    files: { 'train.py': `import torch\nprint(torch.ones(3).sum())\n` },
    found: ['output-nothing train.py:-'],
  },
  {
    name: 'paths of a laptop',
    why: 'are not in the image; the platform gives data_dir, and a comment or a text in the air is no path',
    base: 'python3',
    files: {
      'train.py': `"""/home/lin/data is where I keep it"""
${parser}${platform.replace("'/data/data'", "'/home/lin/data'")}parser.add_argument('--pretrained', default='/home/lin/resnet.pth')
args = parser.parse_args()  # /home/lin/other
${save}`,
    },
    found: ['absolute-path train.py:10 /home/lin/resnet.pth'],
  },
  {
    name: 'downloads',
    why: 'training nodes have no network',
    base: 'python3',
    files: {
      'train.py': `import os
import torch
from torchvision import datasets, models
data = datasets.CIFAR10('/data/data', download=True)
net = models.resnet18(pretrained=True)
os.system('pip install tqdm')
other = models.resnet18(pretrained=False)
torch.save(net, '/data/output/n.pt')
`,
    },
    found: [
      'network train.py:4 datasets.CIFAR10(…, download=True)',
      'network train.py:5 models.resnet18(…, pretrained=True)',
      "network train.py:6 os.system('pip install tqdm')",
    ],
  },
  {
    name: 'DataLoader with workers and annotations',
    why: 'real code of today, in order but for what Python 3.6 has not',
    base: 'python3',
    files: {
      'train.py': `from typing import List, Optional
import torch
from torch.utils.data import DataLoader, Dataset


class Numbers(Dataset):
    def __init__(self, size: int = 10, *, scale: Optional[float] = None) -> None:
        super().__init__()
        self.items: List[float] = [float(i) for i in range(size)]
        self.scale = scale

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        value = self.items[index]
        return value if self.scale is None else value * self.scale


def main(output_dir='/data/output'):
    for batch in DataLoader(Numbers(), batch_size=2, num_workers=2):
        print(f'{batch.sum():.2f}', flush=True)
    weights = {**{'a': 1}, 'b': 2}
    torch.save(weights, output_dir + '/w.pt')


if __name__ == '__main__':
    main()
`,
    },
    found: [],
  },
]
