import { parentPort } from 'node:worker_threads'
import { serveScan } from './serve-scan.ts'

// A thread of its own, so that a slow pattern holds up nobody and can be ended.
if (parentPort !== null) serveScan(parentPort)
