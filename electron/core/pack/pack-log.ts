import { foreignText } from '../../../shared/text/foreign-text.ts'
import type { JobActivity } from '../jobs/activity.ts'
import type { Clock } from '../ports/clock.ts'

/** Keeps the account of a pack for its log file; progress is left out, secrets are replaced. */
export class PackLog {
  readonly #clock: Clock
  readonly #redact: (text: string) => string
  readonly #lines: string[] = []

  constructor(clock: Clock, redact: (text: string) => string) {
    this.#clock = clock
    this.#redact = redact
  }

  add(activity: JobActivity): void {
    switch (activity.type) {
      case 'stage':
        this.line(`${activity.stage} (${activity.lane}): ${activity.state}`)
        break
      case 'note':
        this.line(`note: ${JSON.stringify(activity.note)}`)
        break
      case 'log':
        this.line(activity.text)
        break
      case 'progress':
      case 'fact':
      case 'explained':
      case 'engine':
      case 'live':
        break
    }
  }

  line(text: string): void {
    this.#lines.push(`${new Date(this.#clock.now()).toISOString()} ${foreignText(this.#redact(text))}`)
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`
  }
}
