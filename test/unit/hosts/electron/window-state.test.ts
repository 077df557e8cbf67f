import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clampToDisplays, WindowStateFile } from '../../../../src/main/electron/window-state.ts';

const STATE = { bounds: { x: 10, y: 20, width: 1000, height: 700 }, isMaximized: true };

describe('the file', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'patchbay-'));
    path = join(folder, 'window.json');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives back what was written, and leaves nothing beside it', () => {
    const file = new WindowStateFile(path);
    file.write(STATE);
    expect(file.read()).toEqual(STATE);
    expect(readdirSync(folder)).toEqual(['window.json']);
  });

  it('has no state before the first run', () => {
    expect(new WindowStateFile(path).read()).toBeNull();
  });

  it.each([
    ['{'],
    ['null'],
    ['{"bounds":{"x":0,"y":0,"width":"1","height":1},"isMaximized":false}'],
    ['{"bounds":{"x":0.5,"y":0,"width":1,"height":1},"isMaximized":false}'],
    ['{"bounds":{"x":0,"y":0,"width":0,"height":1},"isMaximized":false}'],
    ['{"bounds":{"x":0,"y":0,"width":10,"height":10}}'],
  ])('does not trust %s', (text) => {
    writeFileSync(path, text);
    expect(new WindowStateFile(path).read()).toBeNull();
  });

  it('does without where it can not write', () => {
    writeFileSync(join(folder, 'file'), '');
    const file = new WindowStateFile(join(folder, 'file', 'window.json'));
    expect(() => file.write(STATE)).not.toThrow();
    expect(file.read()).toBeNull();
  });

  it('leaves the one of a later version as it is', () => {
    const later = JSON.stringify({ version: 2, ...STATE });
    writeFileSync(path, later);
    const file = new WindowStateFile(path);
    expect(file.read()).toBeNull();
    file.write(STATE);
    expect(readFileSync(path, 'utf8')).toBe(later);
  });

  it('is read without a version, too, and written with one', () => {
    writeFileSync(path, JSON.stringify(STATE));
    const file = new WindowStateFile(path);
    expect(file.read()).toEqual(STATE);
    file.write(STATE);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ version: 1, ...STATE });
  });

  it('replaces what was there', () => {
    const file = new WindowStateFile(path);
    file.write(STATE);
    file.write({ ...STATE, isMaximized: false });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ isMaximized: false });
  });
});

describe('the place', () => {
  const primary = { x: 0, y: 25, width: 1440, height: 875 };
  const second = { x: 1440, y: 0, width: 1920, height: 1080 };
  const place = (x: number, y: number) => ({ x, y, width: 1000, height: 700 });

  it.each([[place(100, 100)], [place(1500, 50)], [place(-900, 100)], [place(1300, 800)]])(
    'stays at %j, where the title bar can be reached',
    (bounds) => {
      expect(clampToDisplays(bounds, [primary, second])).toEqual(bounds);
    },
  );

  it.each([
    ['left of every display', place(-1000, 100)],
    ['on a display that is gone', place(5000, 100)],
    ['above', place(100, -100)],
    ['below', place(100, 2000)],
  ])('moves to the middle of the primary display from %s', (_where, bounds) => {
    expect(clampToDisplays(bounds, [primary, second])).toEqual({ x: 220, y: 113, width: 1000, height: 700 });
  });

  it('shrinks to a smaller display', () => {
    const small = { x: 0, y: 0, width: 800, height: 600 };
    expect(clampToDisplays(place(5000, 0), [small])).toEqual(small);
  });
});
