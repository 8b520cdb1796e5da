/** Controls of both sets; line ends and tabs are what texts are laid out with. */
const controls = '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f'
/**
 * What has no picture, or turns round how its neighbours are drawn: marks of writing direction, spaces and letters
 * without width, line ends that only some programs know, tags. The joiners count too, although emoji are made with
 * them: two names that look alike and are not the same are worse than a family drawn as its members.
 */
const hidden =
  '\\u00ad\\u034f\\u061c\\u115f\\u1160\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}'
const unsafe = new RegExp(`[${controls}${hidden}]`, 'gu')

/**
 * Words and names from outside as people may see them: control characters as `\xNN`, what cannot be seen as `U+XXXX`.
 * Applied twice it changes nothing more.
 */
export function foreignText(text: string): string {
  return text.replace(unsafe, pictureOf)
}

/** The same characters, put in another way: commands spell them byte by byte, so that a word stays what it is. */
export function replaceHidden(text: string, replace: (character: string) => string): string {
  return text.replace(unsafe, replace)
}

/** A value as one line of JSON that reads the same and has none of these characters in it. */
export function jsonLine(value: unknown): string {
  const text = JSON.stringify(value).replace(unsafe, (character) =>
    Array.from({ length: character.length }, (_, at) => `\\u${hex(character.charCodeAt(at), 4)}`).join(''),
  )
  return `${text}\n`
}

function pictureOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return code < 0xa0 ? `\\x${hex(code, 2)}` : `U+${hex(code, 4).toUpperCase()}`
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0')
}
