import type { FoundSecret } from '../ports/secrets.ts'

/** A secret of a well-known shape; where it has a group, that is what is looked at, else all of it. */
interface Shape {
  readonly rule: string
  readonly pattern: RegExp
}

/** Each is bounded, so that a line is read in a time that grows with its length and no more. */
const shapes: readonly Shape[] = [
  { rule: 'aliyun', pattern: /(?<![A-Za-z0-9])LTAI[A-Za-z0-9]{12,26}(?![A-Za-z0-9])/ },
  { rule: 'tencent-cloud', pattern: /(?<![A-Za-z0-9])AKID[A-Za-z0-9]{32}(?![A-Za-z0-9])/ },
  { rule: 'aws', pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/ },
  {
    rule: 'aws',
    pattern: /aws_?secret(?:_?access)?(?:_?key)?["']?\s{0,8}[:=]\s{0,8}["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/i,
  },
  { rule: 'huggingface', pattern: /(?<![A-Za-z0-9_])hf_[A-Za-z0-9]{30,40}(?![A-Za-z0-9])/ },
  { rule: 'modelscope', pattern: /(?<![A-Za-z0-9])ms-[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-f])/ },
  {
    rule: 'modelscope',
    pattern:
      /modelscope[\w.]{0,40}(?:token|login)[\w"']{0,12}\s{0,8}[:=(,]\s{0,8}["']?([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})/i,
  },
  {
    rule: 'wandb',
    pattern: /wandb[\w. ]{0,20}(?:key|login)[^\n#]{0,24}?(?<![0-9a-f])([0-9a-f]{40})(?![0-9a-f])/i,
  },
  {
    rule: 'openai',
    pattern: /(?<![A-Za-z0-9_-])sk-(?:proj-|svcacct-|ant-api\d\d-)?[A-Za-z0-9_-]{20,200}(?![A-Za-z0-9_-])/,
  },
  {
    rule: 'github',
    pattern: /(?<![A-Za-z0-9_])(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40,90})(?![A-Za-z0-9_])/,
  },
  { rule: 'slack', pattern: /(?<![A-Za-z0-9])xox[abposr]-[A-Za-z0-9-]{20,200}/ },
  { rule: 'google', pattern: /(?<![A-Za-z0-9_-])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/ },
  {
    rule: 'ucloud',
    pattern: /(?:public|private)_?key["']?\s{0,8}[:=\s]\s{0,8}["']?([A-Za-z0-9+/_-]{30,100}={0,2})(?=["'\s,;\\)]|$)/i,
  },
  {
    rule: 'url-password',
    pattern: /\b[a-z][a-z0-9+.-]{1,15}:\/\/[^\s:/@"'<>{}$%]{1,64}:([^\s:/@"'<>{}$%]{3,128})@[\w.-]{2,200}/i,
  },
  {
    rule: 'password',
    pattern:
      /(?<![A-Za-z])(?:passwo?r?d|passwd|pwd|secret_?(?:access_?)?key|access_?key_?secret|api_?key|client_?secret)["']?\s{0,8}[:=]\s{0,8}["']([^"'\s]{6,200})["']/i,
  },
]

const privateKey = /^\s{0,16}["']?-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/
const keyBody =
  /^\s{0,16}["']?[A-Za-z0-9+/=]{40,}|^\s{0,16}(?:Proc-Type|DEK-Info|Version|Comment):|-----(?:\\n|\\r\\n)[A-Za-z0-9+/=]{20,}/
/** What stands for a secret that is to be filled in, or is read from elsewhere. */
const placeholder =
  /^(?:x{3,}|\*{3,}|\.{3,}|-+|_+|0+|1234\d*|changeme|change[_-]me|none|null|true|false|todo|test(?:ing)?|passwo?r?d|passwd|secret|foobar|default|admin123)$|your|example|sample|dummy|fake|placeholder|redacted|insert|replace|xxxx|\*\*\*|<[^>]*>|\$\{?\w|\{\w*\}|%\(|%s|environ|getenv|getpass|(?:key|token|password|secret)[_-]?(?:here|goes)|1234567|abcdef/i
/** A word or a name in code is none: a secret of these kinds has letters and figures, or signs. */
const plainWord = /^[A-Za-z_.\s-]+$/
/** Without one of these a line holds none of them: most lines are passed over by it. */
const hint =
  /LTAI|AKI[AD]|ASIA|hf_|ms-|modelscope|wandb|sk-|gh[pousr]_|github_pat_|xox|AIza|:\/\/|key|pass|pwd|token|secret/i
/** The token of OAuth's own standard, RFC 6749, which its manuals repeat. */
const standardExample = '2YotnFZFEjr1zCsicMWpAA'
const maxLineLength = 20_000
/** By a name alone nothing is certain: what follows it must look made up. */
const byName: readonly string[] = ['password', 'ucloud']

/** Secrets of the kinds that training code holds, each once a line; in one pass of the text. */
export function findKnownSecrets(text: string): FoundSecret[] {
  const lines = text.split('\n')
  return lines.flatMap((line, index) => {
    const rule = line.length > maxLineLength ? null : secretIn(line, lines[index + 1] ?? '')
    return rule === null ? [] : [{ line: index + 1, rule }]
  })
}

function secretIn(line: string, next: string): string | null {
  if (privateKey.test(line) && (keyBody.test(next) || keyBody.test(line))) return 'privatekey'
  if (!hint.test(line)) return null
  for (const { rule, pattern } of shapes) {
    const found = pattern.exec(line)
    if (found === null) continue
    const value = found[1] ?? found[0]
    if (placeholder.test(value) || value === standardExample || isOfOneSign(value)) continue
    if (byName.includes(rule) && !looksMadeUp(value)) continue
    return rule
  }
  return null
}

function looksMadeUp(value: string): boolean {
  if (plainWord.test(value) || /[()[\]{}<>|\\ ]/.test(value)) return false
  return /\d/.test(value) && /[A-Za-z]/.test(value) && new Set(value).size >= 5
}

function isOfOneSign(value: string): boolean {
  return new Set(value.replace(/^[A-Za-z]{2,6}[_-]?/, '')).size <= 3
}
