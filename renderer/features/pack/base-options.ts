import type { TFunction } from 'i18next'
import { defaultAccountSettings, type Account } from '../../../shared/model/account.ts'
import type { BaseChoice, Combination } from '../../../shared/model/base-image.ts'
import { combinations, defaultCombination, frameworkOf } from '../../../shared/uaitrain/combinations.ts'
import { knownImages, type KnownImage } from '../../../shared/uaitrain/known-images.ts'
import { chosenUhubHost } from '../../../shared/uaitrain/names.ts'

interface BaseOption {
  readonly value: string
  readonly label: string
}

export interface BaseOptionGroup {
  readonly group: string
  readonly items: BaseOption[]
}

/** Where the images of UHub are for the account that a project uses. */
export interface UhubPlace {
  readonly account: Account | undefined
  readonly internalUhub: boolean
}

export const ownValue = 'own'
const imagePrefix = 'image:'

const productNames: Readonly<Record<string, string>> = {
  pytorch: 'PyTorch',
  tensorflow: 'TensorFlow',
  keras: 'Keras',
  mxnet: 'MXNet',
  caffe: 'Caffe',
  python: 'Python',
  ubuntu: 'Ubuntu',
}

/** Everything to choose from: PyTorch, the user's own images, then the other frameworks and what else UHub has. */
export function baseOptions(base: BaseChoice, t: TFunction): BaseOptionGroup[] {
  const byFramework = new Map<string, BaseOption[]>()
  for (const combination of combinations) {
    const framework = frameworkOf({ kind: 'combination', ...combination }) ?? ''
    byFramework.set(framework, [...(byFramework.get(framework) ?? []), optionOf(combination)])
  }
  const [first, ...others] = [...byFramework].map(([name, items]) => ({ group: productNames[name] ?? name, items }))
  const images = (['newer', 'case'] as const).map((group) => ({
    group: t(`bases.groups.${group}`),
    items: knownImages.filter((image) => image.group === group).map(optionOfImage),
  }))
  const isUnknown = base.kind === 'combination' && !combinations.some((one) => keyOf(one) === keyOf(base))
  return [
    ...(isUnknown ? [{ group: t('bases.groups.unknown'), items: [optionOf(base)] }] : []),
    ...(first === undefined ? [] : [first]),
    { group: t('bases.groups.own'), items: [{ value: ownValue, label: t('form.ownBase') }] },
    ...images.slice(0, 1),
    ...others,
    ...images.slice(1),
  ]
}

/** The option that a project's choice is. */
export function baseValue(base: BaseChoice): string {
  if (base.kind === 'combination') return keyOf(base)
  const known = knownImages.find((one) => isChosen(base, one))
  return known === undefined ? ownValue : imagePrefix + known.image
}

export function chooseBase(value: string | null, place: UhubPlace): BaseChoice {
  if (value === ownValue) return { kind: 'own', cpuImage: '', gpuImage: '' }
  const known = knownImages.find((one) => imagePrefix + one.image === value)
  if (known !== undefined) {
    const host = chosenUhubHost(place.account ?? defaultAccountSettings, place.internalUhub)
    const gpuImage = `${host}/${known.image}`
    return { kind: 'own', cpuImage: known.runsOnCpu ? gpuImage : '', gpuImage }
  }
  const { aiFramework, os, python } = combinations.find((one) => keyOf(one) === value) ?? defaultCombination
  return { kind: 'combination', aiFramework, os, python }
}

export function baseLabel(base: BaseChoice, t: TFunction): string {
  const value = baseValue(base)
  const options = baseOptions(base, t).flatMap(({ items }) => items)
  return options.find((option) => option.value === value)?.label ?? ''
}

function isChosen({ cpuImage, gpuImage }: BaseChoice & { kind: 'own' }, { image, runsOnCpu }: KnownImage): boolean {
  return gpuImage.endsWith(`/${image}`) && cpuImage === (runsOnCpu ? gpuImage : '')
}

function optionOfImage({ image, name }: KnownImage): BaseOption {
  return { value: imagePrefix + image, label: name }
}

function keyOf({ aiFramework, os, python }: Combination): string {
  return `${aiFramework}|${os}|${python}`
}

function optionOf(combination: Combination & { cuda?: number | null }): BaseOption {
  const cuda = combination.cuda ?? null
  const words = combinationWords(combination)
  return { value: keyOf(combination), label: cuda === null ? words : `${words} · CUDA ${cuda}` }
}

/** `pytorch-0.4`, `python-3.6.2`, `ubuntu-16.04` as one reads them: "PyTorch 0.4 · Python 3.6.2 · Ubuntu 16.04". */
function combinationWords({ aiFramework, os, python }: Combination): string {
  return [aiFramework, python, os].map(productWords).join(' · ')
}

function productWords(name: string): string {
  const dash = name.lastIndexOf('-')
  const product = name.slice(0, Math.max(dash, 0))
  return dash < 0 ? name : `${productNames[product] ?? product} ${name.slice(dash + 1)}`
}
