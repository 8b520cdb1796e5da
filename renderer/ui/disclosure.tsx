import { IconChevronRight } from '@tabler/icons-react'
import { useId, useState, type ReactNode } from 'react'
import './disclosure.css'

/** A heading that shows what is under it when it is asked to. */
export function Disclosure({ label, open = false, children }: { label: string; open?: boolean; children: ReactNode }) {
  const [shown, setShown] = useState(open)
  const id = useId()
  return (
    <div className={shown ? 'disclosure disclosure-open' : 'disclosure'}>
      <button
        type="button"
        className="disclosure-button"
        aria-expanded={shown}
        aria-controls={id}
        onClick={() => setShown(!shown)}
      >
        <IconChevronRight size={14} aria-hidden="true" />
        {label}
      </button>
      <div id={id} className="disclosure-content" hidden={!shown}>
        {shown && children}
      </div>
    </div>
  )
}
