/** Which pieces of content are kept, and what room they take. A piece is listed once its file is safe on the disk. */
export interface BlobIndex {
  has(sha256: string): boolean
  add(sha256: string, storedBytes: number): void
  remove(sha256s: readonly string[]): void
  /** By their SHA-256. */
  sizes(): Map<string, number>
  totalBytes(): number
}
