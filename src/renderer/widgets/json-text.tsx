import { memo } from 'react';

const TOKEN = /("(?:[^"\\]|\\.)*"?)(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([{}[\],:])/g;
/** More tokens than this are shown plain: a screen reader of a payload, not an editor of megabytes. */
const MAX_TOKENS = 20_000;

export interface JsonToken {
  readonly text: string;
  readonly className: string | null;
}

/** Splits JSON, whole or cut anywhere, into coloured pieces. What is not JSON stays plain. */
export function tokenizeJson(source: string): readonly JsonToken[] {
  const tokens: JsonToken[] = [];
  let end = 0;
  for (const match of source.matchAll(TOKEN)) {
    if (tokens.length >= MAX_TOKENS) break;
    if (match.index > end) tokens.push({ text: source.slice(end, match.index), className: null });
    const [text, string, colon, word, number] = match;
    if (string !== undefined && colon !== undefined) {
      tokens.push({ text: string, className: 'text-syn-key' }, { text: colon, className: 'text-syn-punct' });
    } else if (string !== undefined) tokens.push({ text, className: 'text-syn-str' });
    else if (word !== undefined) tokens.push({ text, className: 'text-syn-bool' });
    else if (number !== undefined) tokens.push({ text, className: 'text-syn-num' });
    else tokens.push({ text, className: 'text-syn-punct' });
    end = match.index + text.length;
  }
  if (end < source.length) tokens.push({ text: source.slice(end), className: null });
  return tokens;
}

/** JSON in colour, inside whatever line or block it is put. */
export const JsonText = memo(function JsonText({ text }: { readonly text: string }) {
  return tokenizeJson(text).map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: tokens of one text have no other identity.
    <span key={index} className={token.className ?? undefined}>
      {token.text}
    </span>
  ));
});

/** A block of JSON that wraps. */
export function JsonBlock({ text }: { readonly text: string }) {
  return (
    <pre data-selectable className="font-mono text-code break-words whitespace-pre-wrap text-fg">
      <JsonText text={text} />
    </pre>
  );
}
