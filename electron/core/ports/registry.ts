import type { SpeedProgress, SpeedReport } from '../../../shared/model/speed.ts'

export interface RegistryAuth {
  /** Registry host with its port. */
  readonly host: string
  readonly username: string
  readonly password: string
}

/** A registry asked directly, not through the engine. */
export interface Registry {
  /** Rejects with `registry-login-refused` or `registry-unreachable`. */
  checkLogin(auth: RegistryAuth, signal: AbortSignal): Promise<void>
  /** The manifest's digest; null when the registry has no such image. */
  findDigest(options: { reference: string; auth: RegistryAuth | null; signal: AbortSignal }): Promise<string | null>
}

export interface BlobDescriptor {
  readonly mediaType: string
  /** `sha256:…` */
  readonly digest: string
  readonly sizeBytes: number
}

export interface RegistryImage {
  readonly reference: string
  /** Of the image's own manifest, even if a list led to it. */
  readonly digest: string
  /** Of the manifest. */
  readonly mediaType: string
  /** Byte for byte. */
  readonly manifest: Uint8Array
  readonly config: BlobDescriptor & { readonly bytes: Uint8Array }
  /** Bottom first. */
  readonly layers: readonly BlobDescriptor[]
}

/** Where a blob that the target lacks may be had from. */
export type BlobSource =
  /** Another repository of the same registry, which then moves no bytes; a registry may refuse it. */
  | { readonly kind: 'mount'; readonly repository: string }
  /** Any image in any registry that has it. */
  | { readonly kind: 'copy'; readonly reference: string; readonly auth: RegistryAuth | null }
  /** May be read several times, from any byte on. */
  | { readonly kind: 'bytes'; read(startByte: number): AsyncIterable<Uint8Array> }

export interface BlobToPublish extends BlobDescriptor {
  /** Tried in this order once the target turns out not to have it. */
  readonly sources: readonly BlobSource[]
}

export interface PublishedBlob {
  readonly digest: string
  readonly sizeBytes: number
  readonly how: 'existed' | 'mounted' | 'copied' | 'uploaded'
  /** What went over the wire to the target, bytes sent again after a failure included. */
  readonly sentBytes: number
}

export type PublishProgress =
  | {
      readonly type: 'blob'
      readonly digest: string
      readonly phase: 'waiting' | 'mounting' | 'copying' | 'uploading' | 'done'
      /** What the target has, of an interrupted push before this one too. */
      readonly currentBytes: number
      readonly totalBytes: number
      /** Null until it is done. */
      readonly how: PublishedBlob['how'] | null
    }
  /** Something failed in a way that may pass, and is tried again after the delay. */
  | { readonly type: 'retry'; readonly words: string; readonly delayMs: number }

export interface PublishOutcome {
  /** Of the manifest, as the registry has confirmed it. */
  readonly digest: string
  /** Of config and layers, compressed. */
  readonly sizeBytes: number
  /** The tag pointed to this very image already: nothing was sent. */
  readonly existed: boolean
  /** The tag pointed to it when it was looked for after the push; a registry may take its time, having confirmed it. */
  readonly isReadBack: boolean
  /** Each blob once, config first. */
  readonly blobs: readonly PublishedBlob[]
}

/**
 * Reads and writes images past the engine. Every digest is verified; what may pass is tried again, but not for ever.
 * Rejects with `registry-*`, `manifest-unusable`, `digest-mismatch` or `blob-unavailable`, and with `cancelled` as
 * soon as the signal is aborted. Without an auth, or with another registry's, it asks as nobody in particular.
 */
export interface ImageRegistry extends Registry {
  /** The one for linux/amd64 where there are several; null when the registry has no such image. */
  readImage(options: {
    reference: string
    auth: RegistryAuth | null
    signal: AbortSignal
  }): Promise<RegistryImage | null>
  /** Looks for a blob in the image's repository. A reader that comes to the end has read what the digest says. */
  readBlob(options: {
    reference: string
    auth: RegistryAuth | null
    blob: BlobDescriptor
    signal: AbortSignal
  }): AsyncGenerator<Uint8Array, void>
  /** Given up or cut off, it goes on where it was when it is called again, even by another process. */
  publishImage(options: {
    /** With a tag. */
    reference: string
    auth: RegistryAuth | null
    mediaType: string
    config: BlobToPublish
    layers: readonly BlobToPublish[]
    /** To give a copy the digest of its original; made from the config and the layers when left out. */
    manifest?: Uint8Array
    /** Waited for between the blobs and the manifest, which gives the image its name. */
    ready?: () => Promise<void>
    signal: AbortSignal
  }): AsyncGenerator<PublishProgress, PublishOutcome>
}

/** Rejects as `ImageRegistry` does where the registry cannot be reached at all, or takes no login. */
export interface SpeedMeter {
  /** Takes some seconds each way and leaves nothing in the registry, also when it is given up. */
  measureSpeed(options: {
    auth: RegistryAuth
    /** To begin uploads in; null where none is known. */
    repository: string | null
    /** Images to read from: the first that the registry gives. */
    samples: readonly string[]
    signal: AbortSignal
  }): AsyncGenerator<SpeedProgress, SpeedReport>
}
