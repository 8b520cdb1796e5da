/** `5.2 6.1 9.0+PTX`, as PyTorch is told what to be built for, as its builds tell it; null for nothing of the kind. */
export function architecturesOfList(list: string): string[] | null {
  const words = list.split(/[\s;,]+/).filter((word) => /^\d+\.\d+(?:\+PTX)?$/.test(word))
  if (words.length === 0) return null
  return words.flatMap((word) => {
    const number = word.replace('+PTX', '').replace('.', '')
    return word.endsWith('+PTX') ? [`sm_${number}`, `compute_${number}`] : [`sm_${number}`]
  })
}
