import '../../../renderer/ipc/zod-without-eval.ts'
import '../../../renderer/ui/mantine.css'
import '../../../renderer/ui/theme.css'
import '../../../renderer/ui/app.css'
import { createRoot } from 'react-dom/client'
import { startPage } from '../../../renderer/features/shell/start-page.tsx'
import { fromMessagePort } from '../../../renderer/ipc/connect.ts'
import { contract } from '../../../shared/contract.ts'
import { connectContract } from '../../../shared/ipc/client.ts'
import { createFakeMain } from '../fake-main.ts'
import { fillScene } from './scenes.ts'

/** For looking at every screen in a browser: `npx vite test/support/renderer-page`, then `?scene=running&language=zh-CN`. */
const wanted = new URLSearchParams(location.search)
const main = createFakeMain()
main.language = wanted.get('language') === 'zh-CN' ? 'zh-CN' : 'en'
fillScene(main, wanted.get('scene') ?? 'first')

const { port1, port2 } = new MessageChannel()
main.serve(fromMessagePort(port1))
const root = document.getElementById('root')
if (root !== null) void startPage(createRoot(root), connectContract(contract, fromMessagePort(port2)))
