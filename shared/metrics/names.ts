/** Part of a run that numbers come from; valid, validation, dev and eval are val. */
export type Split = 'train' | 'val' | 'test'

const splits: Readonly<Record<string, Split>> = {
  ...{ train: 'train', training: 'train', trn: 'train', learn: 'train' },
  ...{ val: 'val', valid: 'val', validation: 'val', validate: 'val', validating: 'val', dev: 'val' },
  ...{ eval: 'val', evaluation: 'val', evaluate: 'val', evaluating: 'val' },
  ...{ test: 'test', testing: 'test', tst: 'test' },
}

export function splitOf(word: string): Split | null {
  return Object.hasOwn(splits, word) ? (splits[word] ?? null) : null
}

/** What a number before which a label stands is. */
export type Meaning =
  | { readonly kind: 'measure' | 'unknown' | 'rate' | 'setting'; readonly name: string; readonly split: Split | null }
  | { readonly kind: 'epoch' | 'step' | 'batch'; readonly split: Split | null; readonly carried: string }
  | { readonly kind: 'split'; readonly split: Split }
  | { readonly kind: 'none' }

const none: Meaning = { kind: 'none' }

/** Names of how well training goes. */
const measures = new Set(
  `loss losses acc accuracy top err error errors ppl perplexity bpc bpb bpw nll ce bce mse rmse mae mape smape msle r2 auc auroc
  auprc aucpr logloss mlogloss merror ap ar map mar mp mr miou iou giou dice jaccard f1 f2 fscore precision prec recall
  specificity sensitivity kappa mcc bleu sacrebleu rouge rougel rougelsum meteor cider spice wer cer ter psnr ssim msssim fid is lpips kl kld
  elbo reward rewards rew return returns score scores entropy lr mfu hfu ndcg mrr hit hits hr pearson spearman pcc epe cost
  objective ppx chrf em exact_match`.split(/\s+/),
)
const measureEnd = /(?:loss|acc|accuracy|iou|auc)$/
/** Numbers that tell of time, room and set-up, whatever stands beside them. */
const never =
  /^(?:times?|datetime|timestamp|eta|elapsed|durations?|dur|took|remaining|runtime|walltime|wall|ms|msec|millis|sec|secs|seconds?|mins|minutes?|hours?|mem|memory|vram|ram|rss|gb|mb|mib|gib|size|sizes|shape|dims?|seed|params?|parameters?|version|ver|weights?|wd|coefs?|coeffs?|thr|thresh|threshold|decay|type|smoothing|warmup|interval|freq|frequency|every|patience|flops?|flos|macs|port|pid|workers|momentum|mom|betas?|eps|epsilon|dropout|temperature|url|host|byte|bytes|latency|cost_time)$/
/** Numbers that count or name something, unless a measure is named beside them. */
const unlessMeasured =
  /^(?:num|number|nb|n|id|idx|index|line|file|width|height|gpus?|cuda|device|cpu|errno|code|status|count|total|batch|batches|bs|bsz|wpb|samples?|images?|imgs?|examples?|instances?|labels?|tokens?|rank|world|local|node|v|at|in|of|https?|checkpoint|ckpt|skipped|data|tot|oom|layers?|heads?|hidden|classes|channels?|dimensions?|embd|vocab|block|length|len|step|steps|iter|iters|iterations?|epochs?|worker|fold|exp|run|limit|support|micro|part|page|ratio|max|year|day|days|hour|seen)$/
const settings =
  /^(?:(?:max|min|base|initial|init|final|start|end)_(?:lr|learning_rate|steps?|iters?|epochs?|len(?:gth)?|norm|grad_norm)|(?:max_)?grad_clip|clip_grad|(?:batch|data|reader)_cost|avg_(?:batch|reader|data)_cost|lr_\w+|loss_(?:fn|func|function|name)|num_\w+|n_\w+|total_flos|v_num|learning_rate_\w+)$/

const epochName = /^(?:(?:current|cur|train|global|start)_)?(?:epoch|epochs|ep)(?:_(?:num|number|idx|index|no|id|i))?$/
const stepName =
  /^(?:(?:global|current|cur|total|optimizer|opt)_)?(?:step|steps|iter|iters|iteration|iterations|it|itr|update|updates|timesteps?|episodes?)(?:_(?:num|number|idx|index|no))?$|^num_updates$/
const batchName = /^(?:mini_?)?batch(?:es)?(?:_(?:num|number|idx|index|no|i|id))?$/
/** Words of a sentence, behind which the name begins. */
const sentence =
  /^(?:with|from|to|after|at|in|for|by|the|a|an|and|now|is|was|are|of|on|new|got|saved?|saving|improved|reached|achieved|finished|complete[d]?|info|debug|warning|log|logger|model|set|results?|result|->|--+|=+|\*+|has|have|over|current|this|average|done|end|finish)$/i
const ofWhole =
  /\b(?:of|on|for|over)\s+(?:the\s+)?(?:(?:neural\s+)?network|model|net|whole|entire|\d|train|val|test|dev|eval|images?|data|all\b)/i
const maxWords = 4
const maxName = 60

/** `Train/Loss` and `train loss` are the same curve. */
export function metricName(name: string): string {
  return name
    .replace(/(?<=train|val|valid|test|eval|best|avg|total)(?=[A-Z][a-z])/g, '_')
    .replace(/\(([A-Z])\b/g, '_$1')
    .replace(/[^\p{L}\p{N}@_]+/gu, '_')
    .replace(/_{2,}/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase()
}

/** `hasSign` where a colon or the like stands between the label and its number. */
export function meaningOf(label: string, hasSign: boolean): Meaning {
  const whole = label
    .replace(/['’]s\b/g, '')
    .replace(/[()"'*#`]+/g, ' ')
    .trim()
  if (whole === '' || !/\p{L}/u.test(whole)) return none
  const words = whole.split(/\s+/)
  const progress = progressOf(words)
  if (progress !== null) return progress
  const split = onlySplit(words)
  if (split !== null) return { kind: 'split', split }
  if (words.length > 2 && ofWhole.test(whole)) return hasSign ? ofWholeSet(words) : none
  const rate = rateOf(words)
  if (rate !== null) return rate
  return named(words, hasSign)
}

/** The words say only which part of the run is meant: `Test set`, `valid`. */
export function onlySplit(words: readonly string[]): Split | null {
  const [first = '', ...others] = words
  const split = splitOf(first.toLowerCase())
  if (split === null) return null
  const rest =
    /^(?:set|net|output|phase|results?|split|data|dataset|mode|metrics?|stats?|loop|error|summary|performance|\d+)$/i
  return others.every((word) => rest.test(word)) ? split : null
}

function progressOf(words: readonly string[]): Meaning | null {
  const last = metricName(words.at(-1) ?? '')
  const all = metricName(words.join(' '))
  const inBrackets = /^epoch_(train|val|test)$/.exec(all)?.[1]
  if (inBrackets !== undefined) return { kind: 'epoch', split: splitOf(inBrackets), carried: '' }
  const kind = progressKind(last)
  if (kind === null) return null
  const before = words.slice(0, -1)
  if (before.some((word) => never.test(word.toLowerCase()) || /^(?:total|max|num|number|all|best|n)$/i.test(word))) {
    return progressKind(all) === null ? none : { kind, split: null, carried: '' }
  }
  const first = splitOf(metricName(before[0] ?? ''))
  const carried = before.findLastIndex((word) => isMeasured(metricName(word)))
  return { kind, split: first, carried: carried < 0 ? '' : before.slice(0, carried + 1).join(' ') }
}

function progressKind(name: string): 'epoch' | 'step' | 'batch' | null {
  if (epochName.test(name)) return 'epoch'
  if (stepName.test(name)) return 'step'
  return batchName.test(name) ? 'batch' : null
}

/** `Accuracy of the network on the 100 test images` */
function ofWholeSet(words: readonly string[]): Meaning {
  const end = words.findIndex((word) => /^(?:of|on|for|over)$/i.test(word))
  const head = named(words.slice(0, end), true)
  if (head.kind !== 'measure' || head.split !== null) return head
  const split = words
    .slice(end)
    .map((word) => splitOf(metricName(word)))
    .find((one) => one !== null)
  return { ...head, split: split ?? null }
}

function rateOf(words: readonly string[]): Meaning | null {
  const name = words.slice(-4).join(' ').toLowerCase()
  const [, what = ''] = /([a-z]+)\s*(?:\/|_per_|\sper\s|_?per)\s*(?:s|secs?|seconds?)$/.exec(name) ?? []
  if (what === '') return null
  if (splitOf(name.split(/[\s_]/)[0] ?? '') !== null || /^(?:\w?i?b|bytes?|fl?ops?)$/.test(what)) return none
  return { kind: 'rate', name: rateName(what), split: null }
}

export function rateName(what: string): string {
  const unit = what.toLowerCase()
  if (/^(?:it$|its$|iter)/.test(unit)) return 'iterations_per_second'
  if (/^im(?:g|age)/.test(unit)) return 'images_per_second'
  if (unit.startsWith('tok')) return 'tokens_per_second'
  if (/^(?:step|samp|batch|example|word)/.test(unit)) {
    return `${unit.startsWith('batch') ? 'batches' : `${unit.replace(/s$/, '')}s`}_per_second`
  }
  return `${unit.replace(/s$/, '')}s_per_second`
}

function named(words: readonly string[], hasSign: boolean): Meaning {
  const cut = words.findLastIndex(
    (word, place) => place < words.length - 1 && (sentence.test(word) || /^(?:ERROR$|\d)/.test(word)),
  )
  const rest = words.slice(cut + 1)
  if (rest.length === 1 && sentence.test(rest[0] ?? '')) return none
  const split = cut < 0 ? null : onlySplit(rest)
  if (split !== null) return { kind: 'split', split }
  const ends = isMeasured(metricName(rest.at(-1) ?? '')) || isMeasured(metricName(rest.slice(-2).join(' ')))
  const kept = rest.length <= maxWords ? rest : ends ? rest.slice(1 - maxWords) : []
  // The part of the run that a longer sentence begins with counts all the same.
  const name = metricName(kept.join(' ').replace(/\b(?:value|values)$/i, ''))
  if (name === '' || name.length > maxName || !/^\p{L}/u.test(name)) return none
  return classify(name, hasSign)
}

function classify(whole: string, hasSign: boolean): Meaning {
  const { name, split } = withoutSplit(whole)
  const tokens = name.split('_')
  const measured = isMeasured(name)
  const isSetting = settings.test(name) || tokens.some((token) => never.test(token))
  if (isSetting || (!measured && tokens.some((token) => unlessMeasured.test(token)))) {
    return hasSign ? { kind: 'setting', name, split } : none
  }
  if (measured) return { kind: 'measure', name, split }
  return { kind: 'unknown', name, split }
}

export function isMeasured(name: string): boolean {
  if (/grad(?:ient)?_?norm/.test(name)) return true
  return name.split('_').some((token) => {
    return measures.has(token) || measures.has(token.replace(/[@\d].*$/, '')) || measureEnd.test(token)
  })
}

/** The part of a run that a name tells of is told before or behind it. */
function withoutSplit(whole: string): { name: string; split: Split | null } {
  const glued = /^(train|valid|val|test|eval|dev)(loss|acc|accuracy|error|ppl)$/.exec(whole)
  const tokens = glued === null ? whole.split('_') : [glued[1] ?? '', glued[2] ?? '']
  const first = splitOf(tokens[0] ?? '')
  if (first !== null && tokens.length > 1) {
    const from = /^\d$/.test(tokens[1] ?? '') && tokens.length > 2 ? 2 : 1
    return { name: commonName(tokens.slice(from)), split: first }
  }
  const last = splitOf(tokens.at(-1) ?? '')
  if (last !== null && tokens.length > 1 && isMeasured(tokens.slice(0, -1).join('_'))) {
    return { name: commonName(tokens.slice(0, -1)), split: last }
  }
  const middle = tokens.findIndex((token, place) => place > 0 && place < tokens.length - 1 && token === 'average')
  return { name: commonName(middle < 0 ? tokens : tokens.filter((_, place) => place !== middle)), split: null }
}

/** One curve for what is called by several names. */
function commonName(tokens: readonly string[]): string {
  const meaning = tokens[0] === 'average' && tokens.length > 1 ? tokens.slice(1) : tokens
  return meaning
    .join('_')
    .replace(/(^|_)learning_rate$/, '$1lr')
    .replace(/^map@?_?5_95$|^map@_5_95$|^map50_?95$/, 'map50_95')
}
