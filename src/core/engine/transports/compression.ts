import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { createDeflate, createGzip, type ZlibOptions } from 'node:zlib';
import accepts from 'accepts';

/** Options of `node:zlib`, and from how many bytes on compression is worth it. */
export interface HttpCompressionOptions extends ZlibOptions {
  /** Default 1024. */
  readonly threshold?: number;
}

const COMPRESSORS = { gzip: createGzip, deflate: createDeflate };

export type ContentEncoding = keyof typeof COMPRESSORS;

/** How to compress an answer of `size` bytes for this client; `null`: not at all. */
export function encodingFor(req: IncomingMessage, size: number, options: HttpCompressionOptions | false): ContentEncoding | null {
  if (options === false || size < (options.threshold ?? 1024)) return null;
  const encoding = accepts(req).encoding(['gzip', 'deflate']);
  return encoding === 'gzip' || encoding === 'deflate' ? encoding : null;
}

/** Ends `res` with `body`, compressed off the event loop as it goes. A client that leaves ends the compression, too. */
export function endCompressed(res: ServerResponse, body: string | Buffer, encoding: ContentEncoding, options: ZlibOptions): void {
  const compressor = COMPRESSORS[encoding](options);
  pipeline(compressor, res, () => {
    // The response tells by itself whether it was finished.
  });
  compressor.end(body);
}
