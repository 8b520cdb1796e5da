import type { SmokeBadge } from '../../../shared/model/smoke.ts'

/** The badges of images, by their ids. */
export interface BadgeStore {
  find(imageId: string): SmokeBadge | null
  save(badge: SmokeBadge): void
}
