import { inMain } from '../support/in-main.ts'
import type { Packer } from './packer-test.ts'

/** Has the question about what runs answered with one of its buttons, and counts it. */
export async function answerWith({ app }: Packer, response: number): Promise<void> {
  await inMain(
    app.electron,
    ({ app: electronApp, dialog }, answer) => {
      Object.assign(electronApp, { asked: 0 })
      dialog.showMessageBox = () => {
        Object.assign(electronApp, { asked: 1 })
        return Promise.resolve({ response: answer, checkboxChecked: false })
      }
    },
    response,
  )
}

export function asked({ app }: Packer): Promise<number> {
  return inMain(app.electron, ({ app: electronApp }) => Number(Reflect.get(electronApp, 'asked')))
}
