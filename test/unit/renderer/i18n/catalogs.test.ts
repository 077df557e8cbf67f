import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { en } from '../../../../src/renderer/i18n/en.ts';
import { setUpI18n } from '../../../../src/renderer/i18n/setup.ts';
import { zhCn } from '../../../../src/renderer/i18n/zh-cn.ts';

const ROOT = join(import.meta.dirname, '../../../../src/renderer');

function leaves(texts: object, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) => {
    const name = path === '' ? key : `${path}.${key}`;
    return typeof value === 'string' ? [[name, value] as const] : leaves(value as object, name);
  });
}

function sources(): string {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file) && !/i18n[\\/](en|zh-cn)/.test(file));
  return files.map((file) => readFileSync(join(ROOT, file), 'utf8')).join('\n');
}

const english = new Map(leaves(en));
const chinese = new Map(leaves(zhCn));

describe('catalogues', () => {
  test('say the same things in Chinese as in English', () => {
    const plural = [...english.keys()].filter((key) => !key.endsWith('_one'));
    expect([...chinese.keys()].sort()).toEqual(plural.sort());
  });

  test('use the same placeholders', () => {
    const placeholders = (text: string | undefined) => [...(text ?? '').matchAll(/\{\{(\w+)/g)].map((match) => match[1]).sort();
    for (const [key, text] of chinese) expect([key, placeholders(text)]).toEqual([key, placeholders(english.get(key))]);
  });

  test('have a singular for every English plural', () => {
    const plural = [...english.keys()].filter((key) => key.endsWith('_other')).map((key) => key.replace(/_other$/, '_one'));
    expect(plural.filter((key) => !english.has(key))).toEqual([]);
  });

  test('have no text that nothing shows', () => {
    const code = sources();
    // A key is used as a whole, or as the fixed part before a `${…}`.
    const dynamic = [...code.matchAll(/t\(`([\w.]+)\$\{/g)].map((match) => match[1] ?? '');
    const unused = [...english.keys()]
      .map((key) => key.replace(/_(one|other)$/, ''))
      .filter((key) => !code.includes(`'${key}'`) && !dynamic.some((prefix) => key.startsWith(prefix)));
    expect([...new Set(unused)]).toEqual([]);
  });

  test('in Chinese address nobody politely and exclaim nothing', () => {
    for (const [key, text] of chinese) expect([key, /您|请|！|成功地/.test(text.replaceAll('请求', ''))]).toEqual([key, false]);
  });
});

describe('plurals', () => {
  test('follow the count in English and not in Chinese', () => {
    const { t } = setUpI18n('en');
    expect([t('status.sockets', { count: 1 }), t('status.sockets', { count: 1284 })]).toEqual(['1 socket', '1,284 sockets']);
    expect(setUpI18n('zh-CN', zhCn).t('status.sockets', { count: 1 })).toBe('1 个连接');
  });
});
