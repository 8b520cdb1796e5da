const units = ['kB', 'MB', 'GB', 'TB'] as const

/** Writes sizes in the reader's habit, to two or three digits. */
export function createByteFormat(language: string): (bytes: number) => string {
  const oneDigit = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const noDigit = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })
  return (bytes) => {
    if (bytes < 1000) return `${noDigit.format(bytes)} B`
    const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3))
    const value = bytes / 1000 ** power
    return `${(value < 100 ? oneDigit : noDigit).format(value)} ${units[power - 1] ?? 'TB'}`
  }
}
