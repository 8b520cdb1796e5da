const htmlNamespace = 'http://www.w3.org/1999/xhtml'

/**
 * The terminal sets its styles by style elements and attributes, which the page's policy forbids. Until the returned
 * function is called the document makes elements that set the same styles by script, as the policy allows. A document of
 * the terminal's own (`documentOverride`) would not do: xterm.js 6.0 makes its rows and its scrollbar with the page's.
 */
export function makeElementsStrict(): () => void {
  const createElement = (name: string): HTMLElement => {
    const tag = name.toLowerCase()
    if (tag === 'style') return adoptedStyles()
    const element = document.createElementNS(htmlNamespace, tag)
    if (tag === 'span') setStylesByScript(element)
    return element
  }
  Object.defineProperty(document, 'createElement', { value: createElement, configurable: true })
  return () => void Reflect.deleteProperty(document, 'createElement')
}

/** Stands in for a style element, whose very presence the policy forbids. */
function adoptedStyles(): HTMLElement {
  const element = document.createElementNS(htmlNamespace, 'template')
  const sheet = new CSSStyleSheet()
  document.adoptedStyleSheets.push(sheet)
  Object.defineProperty(element, 'textContent', { set: (styles: string) => sheet.replaceSync(styles) })
  element.remove = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
    HTMLElement.prototype.remove.call(element)
  }
  return element
}

function setStylesByScript(element: HTMLElement): void {
  element.setAttribute = (name, value) => {
    if (name === 'style') element.style.cssText = value
    else HTMLElement.prototype.setAttribute.call(element, name, value)
  }
}
