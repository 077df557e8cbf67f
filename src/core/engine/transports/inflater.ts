import type { WebSocket } from 'ws';

/** What `ws` has of permessage-deflate for one connection; not part of what it documents. */
interface DeflateExtension {
  /** What the last compressed message was decompressed with. */
  readonly _inflate: object | null;
  cleanup(): void;
}

/** Lets go of some 50 KB that `ws` keeps for the next compressed message, which does not refer to this one: it makes them anew. */
export function releaseInflater(ws: WebSocket): void {
  const extensions = (ws as { _extensions?: { readonly 'permessage-deflate'?: DeflateExtension } })._extensions;
  const extension = extensions?.['permessage-deflate'];
  if (extension?._inflate) extension.cleanup();
}
