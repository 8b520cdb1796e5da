import { z } from 'zod'
import { BaseFacts } from '../../../shared/model/base-facts.ts'
import type { FactsStore } from '../../core/base-images/facts-store.ts'
import type { Database } from './open-database.ts'
import { jsonColumn, readRows, write } from './rows.ts'

const FactsRow = z.object({ facts: jsonColumn(BaseFacts) })

export function createFactsStore(database: Database): FactsStore {
  const find = (condition: string, value: string): BaseFacts | null => {
    const sql = `SELECT digest, facts FROM base_facts WHERE ${condition} ORDER BY rowid DESC LIMIT 1`
    return readRows(database, FactsRow, { table: 'base_facts', sql, parameters: [value] })[0]?.facts ?? null
  }
  return {
    find: (digest) => find('digest = ?', digest),
    findNamed: (image) => find('image = ?', image),
    save: (facts) => {
      const { digest, image } = facts
      const sql = 'INSERT OR REPLACE INTO base_facts (digest, image, facts) VALUES (?, ?, ?)'
      write(database, sql, [digest, image, JSON.stringify(facts)])
    },
  }
}
