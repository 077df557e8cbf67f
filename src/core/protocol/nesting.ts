/** Whether arrays and objects of `value` are inside each other more than `limit` deep; it has no cycles, and bytes are not looked into. */
export function isNestedDeeper(value: unknown, limit: number): boolean {
  if (!isStructure(value)) return false;
  if (limit === 0) return true;
  // What is no structure is told apart here: a call for each number and text takes three times as long.
  if (Array.isArray(value)) {
    for (const item of value) if (isStructure(item) && isNestedDeeper(item, limit - 1)) return true;
    return false;
  }
  for (const key in value) {
    const item: unknown = (value as Record<string, unknown>)[key];
    if (isStructure(item) && isNestedDeeper(item, limit - 1)) return true;
  }
  return false;
}

function isStructure(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}
