import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatClockMs,
  formatCount,
  formatDuration,
  formatMs,
  formatRate,
  formatShort,
  shortId,
} from '../../../../src/renderer/i18n/format.ts';
import { setUpI18n } from '../../../../src/renderer/i18n/setup.ts';
import { zhCn } from '../../../../src/renderer/i18n/zh-cn.ts';

describe('numbers', () => {
  test('groups thousands with a comma', () => {
    expect(formatCount(1284)).toBe('1,284');
  });

  test.each([
    [0, '0 B'],
    [208, '208 B'],
    [1023, '1,023 B'],
    [1024, '1 KB'],
    [2150, '2.1 KB'],
    [98_500, '96.2 KB'],
    [421_888, '412 KB'],
    // Rounded to 1,024 KB it would read as a whole megabyte in the wrong unit.
    [1024 * 1024 - 1, '1 MB'],
    [3.1 * 1024 * 1024, '3.1 MB'],
  ])('shows %d bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  test.each([
    [0.42, '0.4 ms'],
    [9.96, '10 ms'],
    [38.4, '38 ms'],
    [5000, '5,000 ms'],
    [12_500, '12.5 s'],
  ])('shows %d milliseconds as %s', (ms, text) => {
    expect(formatMs(ms)).toBe(text);
  });

  test('shows a slow rate with a decimal and a fast one without', () => {
    expect([formatRate(0.5), formatRate(9318.4)]).toEqual(['0.5/s', '9,318/s']);
  });

  test('shortens axis numbers', () => {
    expect([0, 500, 1500, 5000, 15_000, 2_000_000].map(formatShort)).toEqual(['0', '500', '1,500', '5,000', '15k', '2M']);
    expect([0, 500, 5000, 10_000].map((value) => formatShort(value, 10_000))).toEqual(['0', '500', '5k', '10k']);
  });
});

describe('times', () => {
  test('shows the milliseconds of a fractional time', () => {
    const at = new Date(2026, 0, 2, 3, 4, 5, 6).getTime() + 0.7;
    expect(formatClockMs(at)).toBe('03:04:05.006');
  });

  test.each([
    [-5, '0 s', '0 秒'],
    [45_000, '45 s', '45 秒'],
    [12 * 60_000, '12 min', '12 分钟'],
    [134 * 60_000, '2 h 14 min', '2 小时 14 分钟'],
    [2 * 3_600_000, '2 h', '2 小时'],
    [76 * 3_600_000, '3 d 4 h', '3 天 4 小时'],
  ])('shows a duration of %d ms in both languages', (ms, english, chinese) => {
    expect(formatDuration(setUpI18n('en').t, ms)).toBe(english);
    expect(formatDuration(setUpI18n('zh-CN', zhCn).t, ms)).toBe(chinese);
  });
});

describe('ids', () => {
  test('keeps both ends of a long id', () => {
    expect(shortId('k7QeXr1NdU6vHb0T9AAB')).toBe('k7Qe…9AAB');
  });

  test('leaves out the namespace that ids of revision 4 begin with', () => {
    expect(shortId('/live#k7QeXr1NdU6vHb0T9AAB')).toBe('k7Qe…9AAB');
  });

  test('leaves a short id alone', () => {
    expect(shortId('abcdef')).toBe('abcdef');
  });
});
