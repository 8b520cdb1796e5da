import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe calls serious or critical in the page as it stands: the rule, and where it is broken. */
export async function findAxeViolations(page: Page): Promise<string[]> {
  // Evaluated through the debugger, since the page's policy lets no foreign script in.
  await page.evaluate(`if (!('axe' in window)) { ${axeSource} }`)
  const results = await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')
  return (results as AxeResults).violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`))
}

/** Texts that do not fit their window or their place and are not shortened with an ellipsis; and the page if it scrolls. */
export function findCutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const cut: string[] = []
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth) cut.push(`the page is ${scrollWidth - clientWidth} px too wide`)

    const isShortened = (element: Element): boolean => getComputedStyle(element).textOverflow === 'ellipsis'
    const isCutBy = (box: DOMRect, ancestor: Element): boolean => {
      const { overflowX } = getComputedStyle(ancestor)
      const { left, right } = ancestor.getBoundingClientRect()
      return (overflowX === 'hidden' || overflowX === 'clip') && (box.right > right + 1 || box.left < left - 1)
    }
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      const parent = text.parentElement
      if (parent === null || text.textContent?.trim() === '') continue
      if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
      const range = document.createRange()
      range.selectNodeContents(text)
      const box = range.getBoundingClientRect()
      // Words for screen readers alone are kept in a box of one pixel.
      if (box.width <= 1 || parent.closest('[role="log"], pre') !== null) continue
      const ancestors: Element[] = []
      for (let one: Element | null = parent; one !== null; one = one.parentElement) ancestors.push(one)
      if (ancestors.some((one) => one.getBoundingClientRect().width <= 1 || isShortened(one))) continue
      const isOutside = box.right > innerWidth + 1 || box.left < -1
      if (isOutside || ancestors.some((one) => isCutBy(box, one))) cut.push(text.textContent ?? '')
    }
    return cut
  })
}
