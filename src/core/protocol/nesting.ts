const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Whether arrays and objects of `json` are inside each other more than `limit` deep; of what is not JSON the answer means nothing. */
export function isNestedDeeper(json: string, limit: number): boolean {
  // Most have too few to be looked at one by one, which takes half as long as parsing them.
  if (json.length <= 2 * limit || !hasMoreOpen(json, limit)) return false;
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    switch (json.charCodeAt(at)) {
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        if (++depth > limit) return true;
        break;
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        depth--;
        break;
      case QUOTE:
        at = endOfString(json, at);
        break;
      default:
    }
  }
  return false;
}

/** The same of a value, which has no cycles; bytes are not looked into. */
export function isValueNestedDeeper(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false;
  if (limit === 0) return true;
  for (const item of Object.values(value)) if (isValueNestedDeeper(item, limit - 1)) return true;
  return false;
}

function hasMoreOpen(json: string, limit: number): boolean {
  let left = limit;
  for (const open of ['[', '{']) {
    for (let at = json.indexOf(open); at !== -1; at = json.indexOf(open, at + 1)) if (--left < 0) return true;
  }
  return false;
}

/** The index of the quote that closes the string that begins at `start`, or of the end. */
function endOfString(json: string, start: number): number {
  let end = start;
  do {
    end = json.indexOf('"', end + 1);
    if (end === -1) return json.length;
  } while (isEscaped(json, end));
  return end;
}

/** Whether an odd number of backslashes is before `at`. */
function isEscaped(json: string, at: number): boolean {
  let start = at;
  while (json.charCodeAt(start - 1) === BACKSLASH) start--;
  return (at - start) % 2 === 1;
}
