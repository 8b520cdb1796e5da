import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { eventTag } from '../../../../shared/metrics/event-series.ts'
import type { MetricUnit } from '../../../../shared/model/metric.ts'
import { useFormat } from '../../../i18n/format.ts'

export interface CurveWords {
  readonly name: (name: string) => string
  readonly value: (value: number, unit: MetricUnit) => string
  /** As an axis has room for. */
  readonly short: (value: number, unit: MetricUnit) => string
}

const digits = 4

/** Names and values of curves in the reader's language; those of the training code are its own. */
export function useCurveWords(): CurveWords {
  const { t, i18n } = useTranslation()
  const format = useFormat()
  return useMemo(() => {
    const number = new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: digits })
    const small = new Intl.NumberFormat(i18n.language, { notation: 'scientific', maximumSignificantDigits: 3 })
    const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 })
    const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 2 })
    const ofNumber = (value: number): string =>
      value !== 0 && Math.abs(value) < 0.001 ? small.format(value) : number.format(value)
    const ofUnit = (value: number, unit: MetricUnit): string => {
      switch (unit) {
        case 'share':
          return percent.format(value)
        case 'bytes':
          return format.bytes(value)
        case 'bytes-per-second':
          return `${format.bytes(value)}/s`
        case 'number':
          return ofNumber(value)
      }
    }
    return {
      name: (name) => {
        const tag = eventTag(name)
        if (tag !== null) return t('chart.ofEvents', { name: tag })
        const [, gpu, what] = /^gpu\.(\d+)\.(utilization|memory)$/.exec(name) ?? []
        if (what === 'utilization' || what === 'memory') return t(`chart.gpu.${what}`, { gpu })
        const [, all] = /^gpu\.(utilization|memory)$/.exec(name) ?? []
        if (all === 'utilization' || all === 'memory') return t(`chart.gpus.${all}`)
        const part = /^container\.(cpu|memory|read|write|disk)$/.exec(name)?.[1]
        return part === undefined ? name : t(`chart.container.${part as 'cpu' | 'memory' | 'read' | 'write' | 'disk'}`)
      },
      value: ofUnit,
      short: (value, unit) => {
        if (unit !== 'number') return ofUnit(value, unit)
        if (value !== 0 && Math.abs(value) < 0.001) return value.toExponential(0)
        return Math.abs(value) >= 1000 ? compact.format(value).toLowerCase() : number.format(value)
      },
    }
  }, [t, i18n.language, format])
}
