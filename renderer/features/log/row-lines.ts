/** Characters that take two columns: CJK and its punctuation, full forms, most emoji. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\ud83c-\ud83e][\udc00-\udfff]/g

/** How many lines a wrapped text takes in so many columns. */
export function wrappedLines(text: string, columns: number): number {
  const columnsOfText = text.length + (text.match(wide)?.length ?? 0)
  return Math.max(1, Math.ceil(columnsOfText / Math.max(1, columns)))
}
