import { parentPort } from 'node:worker_threads'
import { serveMetrics } from './serve-metrics.ts'

// A thread of its own, so that every line is read however many there are.
if (parentPort !== null) serveMetrics(parentPort)
