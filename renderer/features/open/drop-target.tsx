import { IconFolderDown } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import './open.css'

/** Lets files and folders be dropped anywhere; where they lie is told to main by the preload script, not here. */
export function DropTarget() {
  const { t } = useTranslation()
  const [over, setOver] = useState(false)

  useEffect(() => {
    // Every element that is entered is left again; only leaving the last one is leaving the window.
    let depth = 0
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
    const enter = (event: DragEvent): void => {
      if (!hasFiles(event)) return
      depth += 1
      setOver(true)
    }
    const leave = (event: DragEvent): void => {
      if (hasFiles(event)) depth = Math.max(0, depth - 1)
      if (depth === 0) setOver(false)
    }
    const allow = (event: DragEvent): void => {
      if (!hasFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy'
    }
    const drop = (event: DragEvent): void => {
      depth = 0
      setOver(false)
      if (hasFiles(event)) event.preventDefault()
    }
    window.addEventListener('dragenter', enter)
    window.addEventListener('dragleave', leave)
    window.addEventListener('dragover', allow)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragenter', enter)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('dragover', allow)
      window.removeEventListener('drop', drop)
    }
  }, [])

  if (!over) return null
  return (
    <div className="drop-target">
      <div className="drop-target-words">
        <IconFolderDown size={32} stroke={1.5} aria-hidden="true" />
        <strong>{t('open.drop')}</strong>
        <span>{t('open.dropHint')}</span>
      </div>
    </div>
  )
}
