// The inputs that a target begins with: `corpus/<target>/*`, an input a line.
//
//   *.jsonl   of a text: a JSON string · of JSON: itself
//   *.hex     of bytes
//
// A line that begins with "#" says what follows.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Format, Target } from './target.ts';

export function readCorpus(folder: string, { name, format, seeds }: Target): readonly string[] {
  const own = join(folder, name);
  const files = existsSync(own) ? readdirSync(own).sort() : [];
  const lines = files.flatMap((file) => readFileSync(join(own, file), 'utf8').split('\n'));
  const inputs = lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => readLine(line, format));
  return [...new Set([...inputs, ...(seeds?.() ?? [])])];
}

function readLine(line: string, format: Format): string {
  switch (format) {
    case 'json':
      return line;
    case 'text':
      return JSON.parse(line);
    case 'bytes':
      return Buffer.from(line.replaceAll(' ', ''), 'hex').toString('latin1');
  }
}

/** The input as a line of a corpus. What is no JSON any more has the form of a text, which is none of JSON's objects. */
export function lineOf(input: string, format: Format): string {
  if (format === 'bytes') return Buffer.from(input, 'latin1').toString('hex');
  return format === 'json' && !input.includes('\n') ? input : JSON.stringify(input);
}
