/** What a message may be made of. */
export type MessageData = string | ArrayBufferLike | ArrayBufferView;

/** The same, as text or as bytes that are not copied. */
export function bytesOf(data: MessageData): string | Uint8Array {
  if (typeof data === 'string') return data;
  if (data instanceof Uint8Array) return data;
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof ArrayBuffer || data instanceof SharedArrayBuffer) return new Uint8Array(data);
  // A program without types may give nothing, or a number, which must not become as many bytes.
  return String(data ?? '');
}
