/** About how many bytes a value holds; stops counting above `max`, whatever the value. */
export function roughBytes(value: unknown, max: number): number {
  let bytes = 0;
  const waiting: unknown[] = [value];
  // Each visit costs something: even a cycle comes to an end.
  while (waiting.length > 0 && bytes <= max) {
    const visited = waiting.pop();
    bytes += 8;
    if (typeof visited === 'string') bytes += visited.length;
    else if (ArrayBuffer.isView(visited)) bytes += visited.byteLength;
    else if (Array.isArray(visited)) waiting.push(...visited.slice(0, max));
    else if (typeof visited === 'object' && visited !== null) {
      for (const key of Object.keys(visited)) {
        bytes += key.length;
        waiting.push(Reflect.get(visited, key));
      }
    }
  }
  return bytes;
}
