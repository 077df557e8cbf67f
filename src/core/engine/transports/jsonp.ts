// Polling by script tags, for pages that can't ask another origin (query `j`):
//
//   an answer   ___eio[0]("4hello");       the payload as a JavaScript string
//   a POST      d=4hello                   a form, where "\n" (two characters) is a newline and "\\n" is "\n"

import { MAX_FORM_FIELDS } from '../../limits.ts';
import type { PayloadWrapping } from './payload-wrapping.ts';

/** `index`: the query's `j`, of which only the digits count, as it is written into a script. */
export function jsonpWrapping(index: string): PayloadWrapping {
  const callback = `___eio[${index.replace(/\D/g, '')}]`;
  return {
    // A page with `nosniff` runs no other type, and nobody can have the answer taken for a page.
    headers: { 'Content-Type': 'text/javascript; charset=UTF-8', 'X-Content-Type-Options': 'nosniff' },
    wrap: (payload) => `${callback}(${javaScriptString(payload)});`,
    unwrap(body) {
      const field = body.split('&', MAX_FORM_FIELDS).find((each) => each.startsWith('d='));
      return field === undefined ? null : unescapeNewlines(new URLSearchParams(field).get('d') ?? '');
    },
  };
}

// JSON is JavaScript but for these two, before ECMAScript 2019.
function javaScriptString(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

function unescapeNewlines(payload: string): string {
  return payload.replace(/\\?\\n/g, (escaped) => (escaped.length === 2 ? '\n' : '\\n'));
}
