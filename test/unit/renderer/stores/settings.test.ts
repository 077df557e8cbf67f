import { expect, test } from 'vitest';
import { parseSettings } from '../../../../src/renderer/stores/settings.ts';

test('keeps what is good and replaces only what is not', () => {
  const settings = parseSettings(
    JSON.stringify({ theme: 'light', density: 'enormous', inspectorWidth: 99_999, rangeSeconds: 900, language: 'zh-CN' }),
  );
  expect(settings).toMatchObject({ theme: 'light', density: 'compact', inspectorWidth: 344, rangeSeconds: 900, language: 'zh-CN' });
});

test.each([null, '', '{', '[]', 'null', '"text"', '{"foldedSections":[1]}'])('is whole whatever is stored: %s', (text) => {
  expect(parseSettings(text)).toMatchObject({ theme: 'system', sourcesWidth: 212, foldedSections: [] });
});
