import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('docs/errors.md explains each code that crosses the contract', () => {
  const codes = new Set<string>();
  for (const folder of ['src/contract', 'src/main/console']) {
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const text = readFileSync(join(folder, file), 'utf8');
      for (const [, code] of text.matchAll(/(?:ContractError\(\s*|code: )'([A-Z_]+)'/g)) if (code !== undefined) codes.add(code);
    }
  }
  const console = readFileSync('docs/errors.md', 'utf8').split('## The console')[1] ?? '';
  const explained = new Set([...console.matchAll(/`([A-Z_]+)`/g)].map((match) => match[1]));
  expect([...codes].filter((code) => !explained.has(code))).toEqual([]);
  expect(codes.size).toBeGreaterThan(15);
});
