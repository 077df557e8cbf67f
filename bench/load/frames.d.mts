export function textFrame(text: string): Buffer;
export function binaryFrame(bytes: Uint8Array): Buffer;
export function compressedTextFrame(text: string): Buffer;
