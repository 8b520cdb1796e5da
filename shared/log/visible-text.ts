/** Escape sequences of ECMA-48: CSI with its parameters, strings such as OSC up to their end, and those of two characters. */
const escapeSequence =
  '\\u001b(?:\\[[0-?]*[ -/]*(?:[@-~]|$)|[\\]PX^_][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\|$)?|[ -/]*[0-Z\\\\`-~]?)'
export const escapeSequences = new RegExp(escapeSequence, 'g')

/**
 * What has no picture of its own, or changes how its neighbours are drawn: controls but the tab, marks of writing
 * direction, invisible spaces and line ends, tags. The joiners stay: emoji and some scripts are written with them.
 */
const hidden =
  '[\\u0000-\\u0008\\u000b-\\u001a\\u001c-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb]|\\udb40[\\udc00-\\udc7f]'
const hiddenCharacters = new RegExp(hidden, 'g')
const special = new RegExp(`\\u001b|${hidden}`)

/** Whether a text is shown otherwise than it is. */
export function hasSpecial(text: string): boolean {
  return special.test(text)
}

/** A line as it is shown and searched: no escape sequences, and a picture for every character that has none. */
export function visibleText(text: string): string {
  return hasSpecial(text) ? withPictures(text.replace(escapeSequences, '')) : text
}

/** Pictures for what cannot be seen; for texts without escape sequences. */
export function withPictures(text: string): string {
  return text.replace(hiddenCharacters, pictureOf)
}

function pictureOf(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '\u2421'
  return '\u2426'
}
