/**
 * How far a pack has come, for whoever cleans up after it: the project folder can be written into; the registry has
 * the new image, so that the pack is only to be finished; nothing is left to do.
 */
export interface Milestone {
  reached: 'none' | 'checked' | 'pushed' | 'written'
}
