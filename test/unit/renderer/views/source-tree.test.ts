import { describe, expect, test } from 'vitest';
import { dropPlace, nextFolderPlace, nextPlace, treeOf, visibleItems } from '../../../../src/renderer/views/sources/source-tree.ts';
import { sourceRow } from '../rows.ts';

const folder = (folderId: string, isFolded = false) => ({ folderId, name: folderId, isFolded });
const within = (sourceId: string, folderId: string | null) => sourceRow(sourceId, { folderId });
const folders = [folder('F'), folder('G', true), folder('H')];
const sources = [within('a', null), within('f1', 'F'), within('b', null), within('f2', 'F'), within('g1', 'G')];
const tree = treeOf(sources, folders);

test('those of no folder come first, then each folder with its own, unless it is folded', () => {
  expect(visibleItems(tree).map(({ key }) => key)).toEqual(['a', 'b', 'F', 'f1', 'f2', 'G', 'H']);
  expect(visibleItems(tree).find(({ key }) => key === 'G')).toMatchObject({ count: 1 });
});

describe('a source that is moved by a row', () => {
  test('changes places with its neighbour', () => {
    expect(nextPlace(tree, 'b', -1)).toEqual({ folderId: null, beforeId: 'a' });
    expect(nextPlace(tree, 'a', 1)).toEqual({ folderId: null, beforeId: null });
    expect(nextPlace(tree, 'f1', 1)).toEqual({ folderId: 'F', beforeId: null });
  });

  test('goes over the edge of its folder into the next', () => {
    expect(nextPlace(tree, 'b', 1)).toEqual({ folderId: 'F', beforeId: 'f1' });
    expect(nextPlace(tree, 'f1', -1)).toEqual({ folderId: null, beforeId: null });
    expect(nextPlace(tree, 'g1', 1)).toEqual({ folderId: 'H', beforeId: null });
  });

  test('stays at the ends of the list', () => {
    expect(nextPlace(tree, 'a', -1)).toBeNull();
    expect(nextPlace(treeOf([within('h', 'H')], folders), 'h', 1)).toBeNull();
    expect(nextPlace(tree, 'gone', 1)).toBeNull();
  });
});

test('a folder that is moved changes places with its neighbour', () => {
  expect(nextFolderPlace(folders, 'G', -1)).toBe('F');
  expect(nextFolderPlace(folders, 'F', 1)).toBe('H');
  expect(nextFolderPlace(folders, 'G', 1)).toBeNull();
  expect(nextFolderPlace(folders, 'F', -1)).toBeUndefined();
  expect(nextFolderPlace(folders, 'H', 1)).toBeUndefined();
});

describe('a source that is dropped', () => {
  const on = (sourceId: string) => ({ key: sourceId, source: sources.find((source) => source.sourceId === sourceId) ?? within(sourceId, null) });

  test('on another goes before or after it, in its folder', () => {
    expect(dropPlace(tree, 'a', on('f2'), false)).toEqual({ folderId: 'F', beforeId: 'f2' });
    expect(dropPlace(tree, 'a', on('f1'), true)).toEqual({ folderId: 'F', beforeId: 'f2' });
    expect(dropPlace(tree, 'a', on('f2'), true)).toEqual({ folderId: 'F', beforeId: null });
  });

  test('on a folder goes into it, last', () => {
    expect(dropPlace(tree, 'a', { key: 'G', folder: folder('G', true), count: 1 }, false)).toEqual({ folderId: 'G', beforeId: null });
  });

  test('where it is stays there', () => {
    expect(dropPlace(tree, 'a', on('a'), true)).toBeNull();
    expect(dropPlace(tree, 'f2', on('f1'), true)).toBeNull();
  });
});
