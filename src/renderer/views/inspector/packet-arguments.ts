/** The JSON part of a Socket.IO packet's text, after its type, attachments, namespace and id; `null` where there is none. */
export function payloadOf(text: string): string | null {
  // Socket.IO "Packet encoding": <type>[<attachments>-][<namespace>,][<id>][<JSON>]
  const match = /^\d(?:\d+-)?(?:\/[^,]*,)?\d*(?<json>[[{"].*)$/su.exec(text);
  return match?.groups?.json ?? null;
}

/** The arguments of an event or an acknowledgement, each as indented JSON; `null` when the text was cut or isn't JSON. */
export function argumentsOf(text: string, hasEventName: boolean): readonly string[] | null {
  const payload = payloadOf(text);
  if (payload === null) return [];
  try {
    const value: unknown = JSON.parse(payload);
    const values = Array.isArray(value) ? value.slice(hasEventName ? 1 : 0) : [value];
    return values.map((argument) => JSON.stringify(argument, null, 2));
  } catch {
    return null;
  }
}
