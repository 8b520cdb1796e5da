/** Begins the names of series that come from event files of TensorBoard; their tags stand as they are. */
const eventPrefix = 'events:'

export function eventSeries(folder: string, tag: string): string {
  return folder === '' ? `${eventPrefix}${tag}` : `${eventPrefix}${folder}/${tag}`
}

/** The tag of a series of an event file; null of any other. */
export function eventTag(series: string): string | null {
  return series.startsWith(eventPrefix) ? series.slice(eventPrefix.length) : null
}
