import { Button } from '@mantine/core'
import { IconChevronRight, IconEyeOff } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Project } from '../../../shared/model/project.ts'
import type { ScanEntry } from '../../../shared/model/scan.ts'
import { useFormat } from '../../i18n/format.ts'
import type { ScanSnapshot } from '../../stores/scan-follow.ts'
import { MiddleText } from '../../ui/middle-text.tsx'
import { FileTree } from './file-tree.tsx'
import { rulesFor } from './rule-for.ts'
import { foldersAbove } from './tree-rows.ts'
import { nameOf } from './treemap-cells.ts'
import { Treemap } from './treemap.tsx'
import { useIgnore } from './use-ignore.ts'

/** All that goes into the image: as areas, and as a tree under them. */
export function ImagePanel({ project, scan }: { project: Project; scan: ScanSnapshot }) {
  const { t } = useTranslation()
  const [folder, setFolder] = useState('')
  const [selected, setSelected] = useState<ScanEntry | null>(null)
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set())

  function expand(path: string, open: boolean): void {
    setExpanded((before) => {
      const after = new Set(before)
      if (open) after.add(path)
      else after.delete(path)
      return after
    })
  }

  /** A cell that is chosen in the treemap is shown in the tree. */
  function reveal(entry: ScanEntry): void {
    setExpanded((before) => new Set([...before, ...foldersAbove(entry.path, folder)]))
    setSelected(entry)
  }

  if (scan.summary?.fileCount === 0 && !scan.looking) {
    return (
      <div className="nothing">
        <strong>{t('files.empty')}</strong>
        <p>{t('files.emptyHint')}</p>
      </div>
    )
  }
  return (
    <div className="files-image">
      <FolderPath folder={folder} onOpen={setFolder} />
      <Treemap scan={scan} folder={folder} selected={selected?.path ?? null} onSelect={reveal} onOpen={setFolder} />
      <FileTree
        scan={scan}
        folder={folder}
        expanded={expanded}
        selected={selected?.path ?? null}
        onExpand={expand}
        onSelect={setSelected}
        onOpen={setFolder}
      />
      {selected !== null && <SelectionBar project={project} entry={selected} onIgnored={() => setSelected(null)} />}
    </div>
  )
}

/** Where the treemap is, from the code folder down. */
function FolderPath({ folder, onOpen }: { folder: string; onOpen: (folder: string) => void }) {
  const { t } = useTranslation()
  const parts = folder === '' ? [] : folder.split('/')
  return (
    <nav className="files-path" aria-label={t('files.path')}>
      <button type="button" aria-current={folder === '' ? 'location' : undefined} onClick={() => onOpen('')}>
        {t('files.root')}
      </button>
      {parts.map((part, index) => {
        const path = parts.slice(0, index + 1).join('/')
        return (
          <span key={path}>
            <IconChevronRight size={12} aria-hidden="true" />
            <button type="button" aria-current={path === folder ? 'location' : undefined} onClick={() => onOpen(path)}>
              {part}
            </button>
          </span>
        )
      })}
    </nav>
  )
}

interface SelectionBarProps {
  readonly project: Project
  readonly entry: ScanEntry
  readonly onIgnored: () => void
}

/** What is chosen, and the rules that one click adds for it. */
function SelectionBar({ project, entry, onIgnored }: SelectionBarProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const ignore = useIgnore(project)
  return (
    <div className="files-selection" role="group" aria-label={t('files.selected', { name: nameOf(entry.path) })}>
      <div className="files-selection-name">
        <MiddleText text={entry.path} mono />
        <span>{format.bytes(entry.sizeBytes)}</span>
      </div>
      <IconEyeOff size={14} aria-hidden="true" />
      {rulesFor(entry).map(({ kind, pattern, subject }) => (
        <Button
          key={kind}
          size="xs"
          variant="default"
          title={pattern}
          onClick={() => {
            ignore.add(pattern)
            onIgnored()
          }}
        >
          {kind === 'this' ? t('files.ignoreThis') : t('files.ignore', { subject })}
        </Button>
      ))}
    </div>
  )
}
