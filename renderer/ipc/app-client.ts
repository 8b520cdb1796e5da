import type { AppContract } from '../../shared/contract.ts'
import type { ContractClient } from '../../shared/ipc/client.ts'

/** The main process as the page sees it. */
export type AppClient = Pick<ContractClient<AppContract>, 'call' | 'open' | 'on'>
