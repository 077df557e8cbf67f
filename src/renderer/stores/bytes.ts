import { MAX_ATTACHMENT_BYTES } from '../../contract/message.ts';
import type { BytesForm } from './argument-list.ts';

/** `at`: the character that does not fit. */
export type ReadBytes =
  | { readonly isValid: true; readonly base64: string }
  | { readonly isValid: false; readonly problem: 'NOT_HEX' | 'ODD_HEX' | 'NOT_BASE64' | 'TOO_LARGE'; readonly at: number };

/** Bytes as they are typed; spaces and newlines say nothing. */
export function readBytes(text: string, form: Exclude<BytesForm, 'file'>): ReadBytes {
  return form === 'hex' ? readHex(text) : readBase64(text);
}

function readHex(text: string): ReadBytes {
  const wrong = text.search(/[^0-9a-f\s]/i);
  if (wrong !== -1) return { isValid: false, problem: 'NOT_HEX', at: wrong };
  const digits = text.replaceAll(/\s/g, '');
  if (digits.length % 2 !== 0) return { isValid: false, problem: 'ODD_HEX', at: text.trimEnd().length - 1 };
  if (digits.length / 2 > MAX_ATTACHMENT_BYTES) return { isValid: false, problem: 'TOO_LARGE', at: 0 };
  const pairs = digits.match(/../g) ?? [];
  return { isValid: true, base64: base64Of(Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16))) };
}

/** With the alphabet of URLs, and without padding, too. */
function readBase64(text: string): ReadBytes {
  const wrong = text.search(/[^A-Za-z0-9+/_=\s-]/);
  if (wrong !== -1) return { isValid: false, problem: 'NOT_BASE64', at: wrong };
  try {
    const binary = atob(text.replaceAll(/\s/g, '').replaceAll('-', '+').replaceAll('_', '/'));
    if (binary.length > MAX_ATTACHMENT_BYTES) return { isValid: false, problem: 'TOO_LARGE', at: 0 };
    return { isValid: true, base64: btoa(binary) };
  } catch {
    return { isValid: false, problem: 'NOT_BASE64', at: Math.max(0, text.trimEnd().length - 1) };
  }
}

const HEX_ROW_BYTES = 16;

/** Bytes as they are typed in that form: pairs of digits, sixteen a row. */
export function writeBytes(base64: string, form: Exclude<BytesForm, 'file'>): string {
  if (form === 'base64') return base64.match(/.{1,76}/g)?.join('\n') ?? '';
  const pairs = Array.from(atob(base64), (character) => character.charCodeAt(0).toString(16).padStart(2, '0'));
  const rows: string[] = [];
  for (let start = 0; start < pairs.length; start += HEX_ROW_BYTES) rows.push(pairs.slice(start, start + HEX_ROW_BYTES).join(' '));
  return rows.join('\n');
}

export function byteCount(base64: string): number {
  return (base64.length / 4) * 3 - (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0);
}

const CHUNK = 0x8000;

export function base64Of(bytes: Uint8Array): string {
  let binary = '';
  // A call takes so many arguments at once.
  for (let start = 0; start < bytes.length; start += CHUNK) binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  return btoa(binary);
}

/** What base64 that is known to be right says. */
export function decodeBase64(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
