export type SettingValue = string | number | boolean

/** What a program is told to do, by the names of its own. */
export type Setting = readonly [name: string, value: SettingValue]

/** All of such a line is told of the settings, also in the middle of a training. */
const wholeLine =
  /^(?:[\w.\s-]*[:=]\s*)?(?:Namespace|[A-Z]\w*(?:Args|Arguments|Config|Configuration|Options|Settings|Params|HParams))\s*\(/
const listed =
  /^(?:\W*(?:the\s+)?(?:config(?:uration)?|args|arguments|settings?|options|opts?|hparams|hyper-?\s?param(?:eter)?s?|params|training arguments|配置|参数|超参数|params)\s*[:=]\s*)(?=[{[(]|\w+\s*=)/i
const inCall = /([A-Za-z_]\w*)=(?:'([^']*)'|"([^"]*)"|(\[[^\]]*\]|\([^)]*\)|\{[^}]*\}|[^,()]+))/g
const inDict = /["']([A-Za-z_][\w./-]*)["']\s*:\s*(?:'([^']*)'|"([^"]*)"|(\[[^\]]*\]|\([^)]*\)|[^,{}]+))/g
const oneName = /^\s*(?:[-*]\s+|--)?["']?([A-Za-z_][\w.-]{0,60})["']?\s*(:|=)\s*(\S.{0,160}?),?\s*$/
const row = /^\s*[|│┃║]?\s*([A-Za-z_][\w.-]{0,60})\s*[|│┃║]\s*(\S[^|│┃║]{0,160}?)\s*[|│┃║]?\s*$/
/** A part of a network as it prints itself. */
const layer = /^\s*(?:\(\w+\):\s*)?[A-Z]\w*\(|^\s*\)\s*$/
const noName =
  /^(?:INFO|DEBUG|WARNING|ERROR|WARN|CRITICAL|NOTE|TIP|File|Traceback|https?|Using|Epochs?|step|iter|loss|\w*(?:Error|Exception|Warning))$/i
const maxValue = 200

/** The settings of a line that tells of nothing else; null of any other. */
export function settingsLine(text: string): Setting[] | null {
  if (wholeLine.test(text)) return pairsIn(text, inCall)
  if (listed.test(text)) return text.includes('{') ? pairsIn(text, inDict) : pairsIn(text, inCall)
  return null
}

/** The setting that a line before the training tells, alone on it. */
export function oneSetting(text: string): Setting | null {
  const [, name = '', sign = '', value = ''] = oneName.exec(text) ?? []
  if (name !== '' && !noName.test(name)) {
    const read = settingValue(value)
    const isSentence = typeof read === 'string' && (sign === ':' ? /\s/.test(read) : read.length > 80)
    return isSentence || /^[{[(]?$/.test(value) ? null : [name, read]
  }
  const [, cell = '', told = ''] = row.exec(text) ?? []
  return cell === '' || noName.test(cell) || /^[-:=+]+$/.test(told) ? null : [cell, settingValue(told)]
}

export function isLayer(text: string): boolean {
  return layer.test(text)
}

function pairsIn(text: string, pattern: RegExp): Setting[] {
  return [...text.matchAll(pattern)].map(([, name = '', single, double, bare]) => {
    return [name, single ?? double ?? settingValue(bare ?? '')]
  })
}

function settingValue(text: string): SettingValue {
  const bare = text.trim().replace(/^(["'])(.*)\1$/, '$2')
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(bare)) return Number(bare)
  if (/^(?:true|false)$/i.test(bare)) return bare.toLowerCase() === 'true'
  return bare.slice(0, maxValue)
}
