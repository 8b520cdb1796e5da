import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { MetricUnit } from '../../../../shared/model/metric.ts'
import { useFormat } from '../../../i18n/format.ts'

export interface CurveWords {
  readonly name: (name: string) => string
  readonly value: (value: number, unit: MetricUnit) => string
}

const digits = 4

/** Names and values of curves in the reader's language; those of the training code are its own. */
export function useCurveWords(): CurveWords {
  const { t, i18n } = useTranslation()
  const format = useFormat()
  return useMemo(() => {
    const number = new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: digits })
    const small = new Intl.NumberFormat(i18n.language, { notation: 'scientific', maximumSignificantDigits: 3 })
    return {
      name: (name) => {
        const [, gpu, what] = /^gpu\.(\d+)\.(utilization|memory)$/.exec(name) ?? []
        if (what === 'utilization' || what === 'memory') return t(`chart.gpu.${what}`, { gpu })
        const part = /^container\.(cpu|memory|read|write)$/.exec(name)?.[1]
        return part === undefined ? name : t(`chart.container.${part as 'cpu' | 'memory' | 'read' | 'write'}`)
      },
      value: (value, unit) => {
        switch (unit) {
          case 'share':
            return format.percent(value)
          case 'bytes':
            return format.bytes(value)
          case 'bytes-per-second':
            return `${format.bytes(value)}/s`
          case 'number':
            return value !== 0 && Math.abs(value) < 0.001 ? small.format(value) : number.format(value)
        }
      },
    }
  }, [t, i18n.language, format])
}
