import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStores } from '../../stores/use-stores.ts'

const shownMs = 1500

/** A copy button with words on it; what it copies is put together at the click. */
export function CopyTextButton({ makeText, label }: { makeText: () => string; label: string }) {
  const { t } = useTranslation()
  const { client } = useStores()
  const [copied, setCopied] = useState(false)

  async function copy(): Promise<void> {
    await client.call('app.copyText', makeText())
    setCopied(true)
    setTimeout(() => setCopied(false), shownMs)
  }

  return (
    <Button variant="default" onClick={() => void copy()}>
      {copied ? t('common.copied') : label}
    </Button>
  )
}
