import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blankJson, type FillValues, fillJson, fillText, hasTemplate } from '../../../src/contract/template.ts';

const values = (variables: Readonly<Record<string, string>> = {}): FillValues => ({
  variables,
  n: 3,
  nowMs: Date.UTC(2026, 0, 2, 3, 4, 5),
  random: () => 0.5,
});
const text = (written: string, variables?: Readonly<Record<string, string>>) => fillText(written, values(variables));
const json = (written: string, variables?: Readonly<Record<string, string>>) => fillJson(written, values(variables)).text;

describe('a text', () => {
  it.each([
    ['hi {{name}}, {{ name }}!', 'hi Ann, Ann!'],
    ['{{$n}}/{{$now}}', '3/1767323045000'],
    ['{{$isoNow}}', '2026-01-02T03:04:05.000Z'],
    ['{{$uuid}}', '88888888-8888-4888-a888-888888888888'],
    ['{{$randomInt}} {{$randomInt 1 6}} {{$randomHex 4}}', '500000 4 8888'],
    ['{name} {{}} { {name}}', '{name} {{}} { {name}}'],
  ])('%s is filled in', (written, filled) => {
    expect(text(written, { name: 'Ann' })).toEqual({ text: filled, faults: [] });
  });

  it.each([
    ['a {{who}}', 'UNKNOWN_VARIABLE', 'who', 2],
    ['{{name extra}}', 'UNKNOWN_VARIABLE', 'name extra', 0],
    ['{{$word}}', 'UNKNOWN_GENERATOR', '$word', 0],
    ['{{$randomInt 6 1}}', 'BAD_GENERATOR', '$randomInt 6 1', 0],
    ['{{$randomHex}}', 'BAD_GENERATOR', '$randomHex', 0],
    ['{{$randomHex 9999999}}', 'BAD_GENERATOR', '$randomHex 9999999', 0],
    ['{{toString}}', 'UNKNOWN_VARIABLE', 'toString', 0],
  ])('%s is told of', (written, problem, value, at) => {
    expect(text(written, { name: 'Ann' })).toEqual({ text: written, faults: [{ problem, value, at }] });
  });

  it('is not filled in twice', () => {
    expect(text('{{a}}', { a: '{{b}}', b: 'never' }).text).toBe('{{b}}');
  });
});

describe('a JSON text', () => {
  it.each([
    ['{"a": "{{v}}"}', 'say "hi"\n', { a: 'say "hi"\n' }],
    ['{"a": {{v}}}', '42', { a: 42 }],
    ['{"a": {{v}}}', 'bob', { a: 'bob' }],
    ['{"a": {{v}}}', '{"b": [1]}', { a: { b: [1] } }],
    ['["\\"", {{v}}]', 'true', ['"', true]],
    ['["\\\\", "{{v}}"]', 'x', ['\\', 'x']],
    ['{"{{v}}": 1}', 'key', { key: 1 }],
  ])('%s with %s stays JSON', (written, v, value) => {
    expect(JSON.parse(json(written, { v }))).toEqual(value);
  });

  it('whatever the value, the place in a string holds it', () => {
    fc.assert(
      fc.property(fc.string(), (v) => {
        expect(JSON.parse(json('{"a": "<{{v}}>"}', { v }))).toEqual({ a: `<${v}>` });
      }),
    );
  });

  it('is blanked at its length, so that a fault is at its character', () => {
    const written = '{"a": {{v}}, "b": "{{ w }}", c}';
    const blank = blankJson(written);
    expect(blank).toHaveLength(written.length);
    expect(() => JSON.parse(blank)).toThrow();
    expect(JSON.parse(blank.replace(', c', '   '))).toEqual({ a: 11111, b: '-------' });
    expect([hasTemplate(written), hasTemplate(blank)]).toEqual([true, false]);
  });

  it.each(['{ {{k}} : 1 }', '[{{$n}}{{$n}}, {{$n}}.5]'])('is JSON when it is blanked where it is when it is filled: %s', (written) => {
    expect(() => JSON.parse(json(written, { k: 'key' }))).not.toThrow();
    expect(() => JSON.parse(blankJson(written))).not.toThrow();
  });

  it('is filled in one reading, however many places it has', () => {
    const written = `[${'"{{v}}",'.repeat(50_000)}0]`;
    const startedAt = performance.now();
    expect(JSON.parse(json(written, { v: 'x' }))).toHaveLength(50_001);
    expect(JSON.parse(blankJson(written))).toHaveLength(50_001);
    // It was minutes.
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });
});
