/** As many as `chart.css` has; they are told apart by lightness too. */
export const colourCount = 6

/** The same place for a curve as long as no curve before it appears. */
export function colourOf(names: readonly string[], name: string): number {
  return Math.max(0, names.indexOf(name))
}

/** The colours as the theme that is shown has them. */
export function readColours(element: Element): { colours: string[]; text: string; grid: string } {
  const style = getComputedStyle(element)
  const read = (name: string): string => style.getPropertyValue(name).trim()
  const colours = Array.from({ length: colourCount }, (_, index) => read(`--curve-${index}`))
  return { colours, text: read('--text-dim'), grid: read('--line') }
}
