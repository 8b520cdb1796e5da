import { ActionIcon, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStores } from '../stores/use-stores.ts'

const shownMs = 1500

/** `what` names the thing for readers: "Copy start command". */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const { t } = useTranslation()
  const { client } = useStores()
  const [copied, setCopied] = useState(false)

  async function copy(): Promise<void> {
    await client.call('app.copyText', text)
    setCopied(true)
    setTimeout(() => setCopied(false), shownMs)
  }

  const label = t('common.copyNamed', { what })
  return (
    <Tooltip label={copied ? t('common.copied') : label}>
      <ActionIcon variant="subtle" color="gray" size={24} aria-label={label} onClick={() => void copy()}>
        {copied ? <IconCheck size={14} className="copied" /> : <IconCopy size={14} />}
      </ActionIcon>
    </Tooltip>
  )
}
