import type { ITheme } from '@xterm/xterm'

const colours = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const

/** The page's own colours, as its styles say them for light or dark. */
export function terminalTheme(): ITheme {
  const styles = getComputedStyle(document.documentElement)
  const colour = (name: string): string => styles.getPropertyValue(name).trim()
  const named = colours.flatMap((name, index) => {
    const value = colour(`--ansi-${index}`)
    return [
      [name, value],
      [`bright${name.charAt(0).toUpperCase()}${name.slice(1)}`, value],
    ]
  })
  return {
    ...(Object.fromEntries(named) as ITheme),
    background: colour('--surface-raised'),
    foreground: colour('--text'),
    cursor: colour('--text'),
    cursorAccent: colour('--surface-raised'),
    selectionBackground: colour('--surface-active'),
    scrollbarSliderBackground: colour('--line-strong'),
    scrollbarSliderHoverBackground: colour('--text-dim'),
    scrollbarSliderActiveBackground: colour('--text-dim'),
  }
}

export function terminalFont(): string {
  return getComputedStyle(document.documentElement).getPropertyValue('--mono').trim()
}
