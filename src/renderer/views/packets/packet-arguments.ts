import type { JsonValue } from '../../../contract/json.ts';

/** The JSON part of a Socket.IO packet's text, after its type, attachments, namespace and id; `null` where there is none. */
export function payloadOf(text: string): string | null {
  // Socket.IO "Packet encoding": <type>[<attachments>-][<namespace>,][<id>][<JSON>]
  const match = /^\d(?:\d+-)?(?:\/[^,]*,)?\d*(?<json>[[{"].*)$/su.exec(text);
  return match?.groups?.json ?? null;
}

/** The arguments of an event or an acknowledgement; `null` when the text was cut or isn't JSON. */
export function argumentsOf(text: string, hasEventName: boolean): readonly JsonValue[] | null {
  const payload = payloadOf(text);
  if (payload === null) return [];
  try {
    // JSON.parse gives JSON values and nothing else.
    const value = JSON.parse(payload) as JsonValue;
    return Array.isArray(value) ? value.slice(hasEventName ? 1 : 0) : [value];
  } catch {
    return null;
  }
}

/** Which attachment stands there, or `null` where it is a value like any other. */
export function placeholderOf(value: JsonValue): number | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  // Array.isArray does not tell readonly arrays from the rest.
  const { _placeholder: isPlaceholder, num } = value as Readonly<Record<string, JsonValue>>;
  return isPlaceholder === true && typeof num === 'number' && Number.isInteger(num) && num >= 0 ? num : null;
}
