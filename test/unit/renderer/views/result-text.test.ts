import { expect, test } from 'vitest';
import { resultsAsCsv } from '../../../../src/renderer/views/compose/result-text.ts';

test('results are cells of a table, and never a formula', () => {
  const row = { socketId: 'a', namespace: '/', state: 'acknowledged', latencyMs: 1.5, isCut: false } as const;
  expect(
    resultsAsCsv([
      { ...row, reply: '[{"a":1}]' },
      { ...row, latencyMs: null, reply: '=cmd()' },
    ]),
  ).toBe('socketId,namespace,state,latencyMs,reply\r\na,/,acknowledged,1.5,"[{""a"":1}]"\r\na,/,acknowledged,,\'=cmd()');
});
