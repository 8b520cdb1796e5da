type Row = readonly [aiFramework: string, os: string, python: string, name: string, cuda: number | null]

const [xenial, trusty] = ['ubuntu-16.04', 'ubuntu-14.04.05']
const [python2, python35, python36] = ['python-2.7.6', 'python-3.5', 'python-3.6.2']

/**
 * The flags that select a pair of base images, and what the pair's names have in common. From the service's documents
 * (the list of base images and the tables of its packing pages); a name cannot be computed from its flags: Ubuntu's
 * 14.04.05 is 14.04 there, Python's 3.6.2 is 3.6 or 3.6.2, its 2.7.6 is 2.7 or 2.7.6.
 */
export const combinationTable: readonly Row[] = [
  ['pytorch-0.4', xenial, python36, 'ubuntu-16.04_python-3.6_pytorch-0.4', null],
  ['pytorch-0.2.0', trusty, python2, 'ubuntu-14.04_python-2.7.6_pytorch-0.2.0', null],

  ['tensorflow-2.0.0a', xenial, python35, 'ubuntu-16.04_python-3.5_tensorflow-2.0.0a', 10],
  ['tensorflow-2.0.0a', xenial, python2, 'ubuntu-16.04_python-2.7_tensorflow-2.0.0a', 10],
  ['tensorflow-1.13.1', xenial, python35, 'ubuntu-16.04_python-3.5_tensorflow-1.13.1', 9],
  ['tensorflow-1.13.1', xenial, python2, 'ubuntu-16.04_python-2.7_tensorflow-1.13.1', 9],
  ['tensorflow-1.12.0', xenial, python35, 'ubuntu-16.04_python-3.5_tensorflow-1.12.0', 9],
  ['tensorflow-1.12.0', xenial, python2, 'ubuntu-16.04_python-2.7_tensorflow-1.12.0', 9],
  ['tensorflow-1.9.0', xenial, python36, 'ubuntu-16.04_python-3.6_tensorflow-1.9.0', 9],
  ['tensorflow-1.9.0', xenial, python2, 'ubuntu-16.04_python-2.7_tensorflow-1.9.0', 9],
  ['tensorflow-1.8.0', xenial, python36, 'ubuntu-16.04_python-3.6_tensorflow-1.8.0', 9],
  ['tensorflow-1.8.0', xenial, python2, 'ubuntu-16.04_python-2.7_tensorflow-1.8.0', 9],
  ['tensorflow-1.7.0', xenial, python36, 'ubuntu-16.04_python-3.6_tensorflow-1.7.0', 9],
  ['tensorflow-1.7.0', xenial, python2, 'ubuntu-16.04_python-2.7_tensorflow-1.7.0', 9],
  ['tensorflow-1.6.0', xenial, python36, 'ubuntu-16.04_python-3.6_tensorflow-1.6.0', 9],
  ['tensorflow-1.6.0', xenial, python2, 'ubuntu-16.04_python-2.7.6_tensorflow-1.6.0', 9],
  ['tensorflow-1.5.0', xenial, python2, 'ubuntu-16.04_python-2.7.6_tensorflow-1.5.0', 9],
  ['tensorflow-1.4.0', xenial, python36, 'ubuntu-16.04_python-3.6.2_tensorflow-1.4.0', 8],
  ['tensorflow-1.4.0', trusty, python2, 'ubuntu-14.04_python-2.7.6_tensorflow-1.4.0', 8],
  ['tensorflow-1.3.0', xenial, python36, 'ubuntu-16.04_python-3.6.2_tensorflow-1.3.0', 8],
  ['tensorflow-1.2.0', trusty, python2, 'ubuntu-14.04_python-2.7.6_tensorflow-1.2.0', 8],
  ['tensorflow-1.1.0', trusty, python2, 'ubuntu-14.04_python-2.7.6_tensorflow-1.1.0', 8],

  ['keras-2.1.6', xenial, python36, 'ubuntu-16.04_python-3.6_keras-2.1.6', 9],
  ['keras-2.1.6', xenial, python2, 'ubuntu-16.04_python-2.7_keras-2.1.6', 9],
  ['keras-2.0.8', trusty, python2, 'ubuntu-14.04_python-2.7.6_keras-2.0.8', 8],

  ['mxnet-1.2.0', xenial, python2, 'ubuntu-16.04_python-2.7_mxnet-1.2.0', null],
  ['mxnet-1.0.0', xenial, python2, 'ubuntu-16.04_python-2.7.6_mxnet-1.0.0cuda9', 9],
  ['mxnet-1.0.0', trusty, python2, 'ubuntu-14.04_python-2.7.6_mxnet-1.0.0', 8],
  ['mxnet-0.11.0', trusty, python2, 'ubuntu-14.04_python-2.7.6_mxnet-0.11.0', 8],

  ['caffe-1.0.0', trusty, python2, 'ubuntu-14.04_python-2.7.6_caffe-1.0.0', 8],
]
