import './ipc/zod-without-eval.ts'
import './ui/mantine.css'
import './ui/theme.css'
import './ui/app.css'
import { createRoot } from 'react-dom/client'
import { connectToMain } from './ipc/connect.ts'
import { reportErrors } from './features/shell/report-errors.ts'
import { startPage } from './features/shell/start-page.tsx'

const root = document.getElementById('root')
if (root !== null) void connectToMain().then((client) => startPage(createRoot(root, reportErrors(client)), client))
