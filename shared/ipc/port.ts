/** One end of a two-way connection, whatever carries it: a page's port, the main process's, or a pair in memory. */
export interface MessagePortLike {
  post(message: unknown): void
  /** Called once. Messages that came before are handed over then, in their order. */
  onMessage(listener: (message: unknown) => void): void
  /** The other end is gone. */
  onClose(listener: () => void): void
  close(): void
}

/** What the page says to its own window to ask for the connection, and what the preload script answers with. */
export const portRequest = 'uai-train-packer:request-port'
export const portDelivery = 'uai-train-packer:port'

/** How the preload script tells main where the files lie that were dropped on the page. */
export const pathsDropped = 'uai-train-packer:paths-dropped'
