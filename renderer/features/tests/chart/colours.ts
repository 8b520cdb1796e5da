/** As many as `chart.css` has. A colour is a run, never a metric. */
const colourCount = 8

/** The colours as the theme that is shown has them. */
export function readColours(element: Element): { colours: string[]; text: string; grid: string } {
  const style = getComputedStyle(element)
  const read = (name: string): string => style.getPropertyValue(name).trim()
  const colours = Array.from({ length: colourCount }, (_, index) => read(`--run-${index}`))
  return { colours, text: read('--text-dim'), grid: read('--line') }
}
