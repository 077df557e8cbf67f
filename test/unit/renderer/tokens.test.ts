import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// WCAG 2.2, 1.4.3: text of any size the console uses needs 4.5:1 on whatever it stands on.

const css = readFileSync('src/renderer/tokens.css', 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
const SURFACES = ['bg-app', 'bg-main', 'bg-side', 'bg-raised', 'bg-head', 'bg-code', 'bg-hover', 'bg-active', 'bg-selected', 'bg-selected-dim'];
const PLAIN = ['fg', 'fg-2', 'fg-3'];
const MEANINGS = ['accent', 'in', 'out', 'ok', 'warn', 'err'];
const SYNTAX = ['syn-key', 'syn-str', 'syn-num', 'syn-bool', 'syn-punct'];

function tokensOf(theme: 'dark' | 'light'): ReadonlyMap<string, string> {
  const block = new RegExp(`\\[data-theme="${theme}"\\]\\s*\\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return new Map([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/gi)].map(([, name = '', value = '']) => [name, value]));
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((one, other) => other - one);
  return (light + 0.05) / (dark + 0.05);
}

/** `text on ground: ratio` of every pair that falls short. */
function tooFaint(theme: 'dark' | 'light', pairs: readonly (readonly [string, string])[], least: number): readonly string[] {
  const tokens = tokensOf(theme);
  return pairs.flatMap(([text, ground]) => {
    const [front, back] = [tokens.get(text), tokens.get(ground)];
    if (front === undefined || back === undefined) return [`${text} on ${ground}: not in tokens.css`];
    const ratio = contrast(front, back);
    return ratio >= least ? [] : [`${text} on ${ground}: ${ratio.toFixed(2)}`];
  });
}

test('measures contrast as WCAG does', () => {
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

test.each(['dark', 'light'] as const)('text is readable on every surface: %s', (theme) => {
  const texts = [...PLAIN, ...MEANINGS.map((name) => `${name}-fg`)];
  const pairs = texts.flatMap((text) => SURFACES.map((surface) => [text, surface] as const));
  expect(tooFaint(theme, pairs, 4.5)).toEqual([]);
});

test.each(['dark', 'light'] as const)('text is readable on its own soft ground: %s', (theme) => {
  const own = MEANINGS.map((name) => [`${name}-fg`, `${name}-soft`] as const);
  // A gap row of the traffic log has more than its warning on it.
  expect(tooFaint(theme, [...own, ['fg-2', 'warn-soft'], ['accent-fg', 'warn-soft']], 4.5)).toEqual([]);
});

test.each(['dark', 'light'] as const)('code is readable where it stands: %s', (theme) => {
  const pairs = SYNTAX.flatMap((text) => ['bg-main', 'bg-side', 'bg-code', 'bg-selected'].map((ground) => [text, ground] as const));
  expect(tooFaint(theme, pairs, 4.5)).toEqual([]);
});

test.each(['dark', 'light'] as const)('solid buttons and tags are readable: %s', (theme) => {
  const pairs = ['accent', 'accent-hover', 'err-solid'].map((ground) => ['fg-on-solid', ground] as const);
  expect(tooFaint(theme, [...pairs, ['env-prod-fg', 'env-prod-bg'], ['env-staging-fg', 'env-staging-bg']], 4.5)).toEqual([]);
});

test.each(['dark', 'light'] as const)('the edge of a control and the focus ring stand out: %s', (theme) => {
  const pairs = ['line-control', 'focus'].flatMap((edge) => ['bg-main', 'bg-side', 'bg-raised'].map((ground) => [edge, ground] as const));
  expect(tooFaint(theme, pairs, 3)).toEqual([]);
});
