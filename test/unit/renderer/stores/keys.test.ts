import { describe, expect, it } from 'vitest';
import { arePressed, keysText } from '../../../../src/renderer/stores/keys.ts';

const press = (key: string, ...modifiers: ('ctrl' | 'meta' | 'shift' | 'alt')[]) => ({
  key,
  ctrlKey: modifiers.includes('ctrl'),
  metaKey: modifiers.includes('meta'),
  shiftKey: modifiers.includes('shift'),
  altKey: modifiers.includes('alt'),
});

describe('keys', () => {
  it.each([
    ['Mod+K', press('k', 'ctrl')],
    ['Mod+K', press('k', 'meta')],
    ['Mod+Shift+N', press('N', 'ctrl', 'shift')],
    ['F6', press('F6')],
    ['Shift+F6', press('F6', 'shift')],
    ['/', press('/')],
    // Where the slash is above the seven.
    ['/', press('/', 'shift')],
    ['Mod+Alt+ArrowDown', press('ArrowDown', 'ctrl', 'alt')],
  ])('%s are pressed', (keys, event) => {
    expect(arePressed(keys, event)).toBe(true);
  });

  it.each([
    ['Mod+K', press('k')],
    ['Mod+K', press('k', 'ctrl', 'shift')],
    ['Mod+K', press('k', 'ctrl', 'alt')],
    ['F6', press('F6', 'shift')],
    ['/', press('/', 'ctrl')],
    ['Mod+1', press('2', 'ctrl')],
  ])('%s are not pressed by others', (keys, event) => {
    expect(arePressed(keys, event)).toBe(false);
  });

  it('are written as the system writes them', () => {
    expect(keysText('Mod+Shift+Enter', true)).toBe('⌘ ⇧ ↵');
    expect(keysText('Mod+Shift+Enter', false)).toBe('Ctrl Shift Enter');
  });
});
