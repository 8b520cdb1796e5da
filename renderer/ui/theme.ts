import type { MouseEvent } from 'react'
import { createTheme, type MantineColorSchemeManager, type MantineColorsTuple } from '@mantine/core'

/** The values live in `theme.css`, where light and dark differ; Mantine only needs to know that the colour exists. */
const accent: MantineColorsTuple = [
  '#eef0fd',
  '#dcdffa',
  '#b9c0f4',
  '#95a0ee',
  '#7583e6',
  '#5d6ddd',
  '#4858cf',
  '#3c4bb5',
  '#313d93',
  '#262f70',
]

/** What floats is read as a part of the main landmark, not as something outside of all. */
const insideMain = { target: '.app-main' }

/** So that a dialog which the item opens has something to give the focus back to: the item itself is gone by then. */
function focusMenuButton({ currentTarget }: MouseEvent<HTMLElement>): void {
  const buttonId = currentTarget.closest('[role="menu"]')?.getAttribute('aria-labelledby')
  if (typeof buttonId === 'string') document.getElementById(buttonId)?.focus({ preventScroll: true })
}

export const theme = createTheme({
  colors: { accent },
  primaryColor: 'accent',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: { defaultProps: { lockScroll: false, centered: true, transitionProps: { duration: 120 } } },
    Tooltip: {
      defaultProps: {
        portalProps: insideMain,
        withArrow: false,
        openDelay: 300,
        multiline: true,
        maw: 480,
        transitionProps: { duration: 80 },
      },
    },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 100 } } },
    Menu: {
      defaultProps: {
        portalProps: insideMain,
        withInitialFocusPlaceholder: false,
        shadow: 'md',
        position: 'bottom-end',
        transitionProps: { duration: 100 },
      },
    },
    MenuItem: { defaultProps: { onClickCapture: focusMenuButton } },
    Select: {
      defaultProps: {
        comboboxProps: { portalProps: insideMain, shadow: 'md', transitionProps: { duration: 80 } },
        maxDropdownHeight: 264,
      },
    },
  },
})

/** The colour scheme is the system's; nothing is kept. */
export const systemColorScheme: MantineColorSchemeManager = {
  get: () => 'auto',
  set: () => undefined,
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => undefined,
}
