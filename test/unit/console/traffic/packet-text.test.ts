import fc from 'fast-check';
import { expect, it } from 'vitest';
import { argumentsPreview, payloadPreview } from '../../../../src/main/console/traffic/packet-text.ts';

it.each([
  ['2["chat"]', ''],
  ['2["chat","hello",1]', '"hello",1'],
  ['212["chat",{"a":[1]}]', '{"a":[1]}'],
  ['2/admin,["chat",null]', 'null'],
  ['2/admin,7["chat",null]', 'null'],
  ['2/a[b,7["chat",null]', 'null'],
  ['51-["file",{"_placeholder":true,"num":0}]', '{"_placeholder":true,"num":0}'],
  ['52-/admin,12["file",1]', '1'],
  ['2["a\\"b\\\\",1]', '1'],
  ['2["a,b]",1]', '1'],
  ['2[5,"x"]', '"x"'],
])('shows the arguments of the event %s', (text, preview) => {
  expect(argumentsPreview(text, true, 200)).toBe(preview);
});

it.each([
  ['31[]', ''],
  ['31["ok"]', '"ok"'],
  ['61-/admin,12[{"_placeholder":true,"num":0}]', '{"_placeholder":true,"num":0}'],
])('shows the arguments of the acknowledgement %s', (text, preview) => {
  expect(argumentsPreview(text, false, 200)).toBe(preview);
});

it.each([
  ['0', ''],
  ['0{"token":1}', '{"token":1}'],
  ['0/admin,{"token":1}', '{"token":1}'],
  ['0/admin', ''],
  ['4/admin,{"message":"no"}', '{"message":"no"}'],
  ['1/admin,', ''],
])('shows the payload of %s', (text, preview) => {
  expect(payloadPreview(text, 200)).toBe(preview);
});

it('cuts what is long, and never a character in half', () => {
  expect(argumentsPreview(`2["e","${'x'.repeat(500)}"]`, true, 10)).toBe('"xxxxxxxxx');
  expect(argumentsPreview(`2["e","${'😀'.repeat(500)}"]`, true, 4)).toBe('"😀');
});

it('takes any text whatever', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 50 }), (text, maxLength) => {
      for (const isEvent of [true, false]) expect(argumentsPreview(text, isEvent, maxLength).length).toBeLessThanOrEqual(maxLength);
    }),
  );
});

it('shows exactly what JSON would, for any arguments', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.jsonValue()), (event, args) => {
      const json = JSON.stringify(args).slice(1, -1);
      expect(argumentsPreview(`2/a,3${JSON.stringify([event, ...args])}`, true, json.length)).toBe(json);
    }),
  );
});
