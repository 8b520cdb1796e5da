import { Combobox, Input, Modal, useCombobox } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStores } from '../../stores/use-stores.ts'
import { MiddleText } from '../../ui/middle-text.tsx'
import { useFocusReturn } from '../../ui/use-focus-return.ts'
import { commandGroups, matchingCommands } from './commands.ts'
import './palette.css'

/** Everything that can be done, found by a few letters. */
export function Palette() {
  const { t } = useTranslation()
  useFocusReturn()
  const { closePalette } = useStores().view.getState()
  return (
    <Modal.Root
      opened
      size={560}
      yOffset="12vh"
      lockScroll={false}
      transitionProps={{ duration: 120 }}
      onClose={closePalette}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={t('palette.label')}>
        <Modal.Body p={0}>
          <CommandSearch />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

function CommandSearch() {
  const { t } = useTranslation()
  const stores = useStores()
  const [query, setQuery] = useState('')
  const { closePalette } = stores.view.getState()
  // Escape is for the list first, which is all there is.
  const list = useCombobox({ opened: true, onDropdownClose: closePalette })
  // What can be done is asked once: nothing moves under the fingers.
  const groups = useMemo(() => commandGroups(stores, t), [stores, t])
  const found = useMemo(() => matchingCommands(groups, query), [groups, query])
  const { selectFirstOption } = list

  useEffect(() => {
    selectFirstOption()
  }, [found, selectFirstOption])

  function run(id: string): void {
    closePalette()
    groups
      .flatMap(({ commands }) => commands)
      .find((command) => command.id === id)
      ?.run()
  }

  return (
    <Combobox store={list} onOptionSubmit={run}>
      <Combobox.EventsTarget withExpandedAttribute>
        <Input
          className="palette-input"
          variant="unstyled"
          size="md"
          data-autofocus
          role="combobox"
          aria-label={t('palette.label')}
          placeholder={t('palette.label')}
          leftSection={<IconSearch size={16} />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      </Combobox.EventsTarget>
      <Combobox.Options className="palette-list" tabIndex={0} aria-label={t('palette.label')}>
        {found.map(({ title, commands }) => (
          <Combobox.Group key={title} label={title}>
            {commands.map(({ id, label, hint }) => (
              <Combobox.Option key={id} value={id}>
                <span className="palette-name">{label}</span>
                {hint !== '' && (
                  <span className="palette-hint">
                    <MiddleText text={hint} mono />
                  </span>
                )}
              </Combobox.Option>
            ))}
          </Combobox.Group>
        ))}
        {found.length === 0 && <Combobox.Empty>{t('palette.none', { query })}</Combobox.Empty>}
      </Combobox.Options>
    </Combobox>
  )
}
