import { z } from 'zod'
import { SmokeBadge } from '../../../shared/model/smoke.ts'
import type { BadgeStore } from '../../core/smoke/badge-store.ts'
import type { Database } from './open-database.ts'
import { jsonColumn, readRows, write } from './rows.ts'

const BadgeRow = z.object({ badge: jsonColumn(SmokeBadge) })

export function createBadgeStore(database: Database): BadgeStore {
  return {
    find: (imageId) => {
      const sql = 'SELECT image_id, badge FROM smoke_badge WHERE image_id = ?'
      return readRows(database, BadgeRow, { table: 'smoke_badge', sql, parameters: [imageId] })[0]?.badge ?? null
    },
    save: (badge) => {
      const sql = 'INSERT OR REPLACE INTO smoke_badge (image_id, badge) VALUES (?, ?)'
      write(database, sql, [badge.imageId, JSON.stringify(badge)])
    },
  }
}
