// A Socket.IO packet's text, taken apart as far as a row shows it; no JSON is parsed.
//
//   <type>[<attachments>-][/namespace,][ack id][payload]      51-/admin,12["upload",{"_placeholder":true,"num":0}]

const DASH = 0x2d;
const SLASH = 0x2f;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Where the payload starts. */
export function payloadStart(text: string): number {
  let index = skipDigits(text, 1);
  // Digits before a dash are a count of attachments, else the acknowledgement id.
  if (text.charCodeAt(index) !== DASH) index = 1;
  else index++;
  if (text.charCodeAt(index) === SLASH) {
    const comma = text.indexOf(',', index);
    if (comma === -1) return text.length;
    index = comma + 1;
  }
  return skipDigits(text, index);
}

/** The arguments of an EVENT (its name left out) or an ACK without the brackets, cut at `maxLength` characters. */
export function argumentsPreview(text: string, isEvent: boolean, maxLength: number): string {
  const bracket = payloadStart(text);
  const start = isEvent ? afterEventName(text, bracket + 1) : bracket + 1;
  const end = text.length - 1;
  return start >= end ? '' : cut(text, start, end, maxLength);
}

/** The whole payload, cut. */
export function payloadPreview(text: string, maxLength: number): string {
  return cut(text, payloadStart(text), text.length, maxLength);
}

function skipDigits(text: string, from: number): number {
  let index = from;
  for (let code = text.charCodeAt(index); code >= 0x30 && code <= 0x39; code = text.charCodeAt(index)) index++;
  return index;
}

/** Past the name and the comma after it. Revision 4 allows a number as name: that has no quotes. */
function afterEventName(text: string, from: number): number {
  if (text.charCodeAt(from) !== QUOTE) {
    const comma = text.indexOf(',', from);
    return comma === -1 ? text.length : comma + 1;
  }
  let index = from + 1;
  for (let code = text.charCodeAt(index); index < text.length && code !== QUOTE; code = text.charCodeAt(index)) {
    index += code === BACKSLASH ? 2 : 1;
  }
  return index + 2;
}

/** The same text; as a part of a longer one it would hold on to all of that. */
export function detached(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

/** A part of a text, shortened so that it ends with no half of a surrogate pair. */
export function cut(text: string, start: number, end: number, maxLength: number): string {
  if (end - start <= maxLength) return text.slice(start, end);
  const last = text.charCodeAt(start + maxLength - 1);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  return text.slice(start, start + maxLength - (isHalf ? 1 : 0));
}
