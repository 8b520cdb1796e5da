import type { JobActivity } from '../jobs/activity.ts'

/** What the app itself tells in a log. */
export function appLine(text: string): JobActivity {
  return { type: 'log', source: 'app', text }
}
