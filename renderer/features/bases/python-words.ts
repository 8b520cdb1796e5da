import type { PythonFacts } from '../../../shared/model/base-facts.ts'

const productNames: Readonly<Record<string, string>> = {
  torch: 'PyTorch',
  tensorflow: 'TensorFlow',
  keras: 'Keras',
  mxnet: 'MXNet',
  caffe: 'Caffe',
}

/** "Python 3.11.2 · PyTorch 2.4.0 · CUDA 12.1"; names of products, the same in every language. */
export function pythonWords({ version, frameworks, cuda }: PythonFacts): string {
  const names = frameworks.map((one) => `${productNames[one.name] ?? one.name} ${one.version}`.trim())
  const parts = [version === '' ? '' : `Python ${version}`, ...names, cuda === '' ? '' : `CUDA ${cuda}`]
  return parts.filter((part) => part !== '').join(' · ')
}
