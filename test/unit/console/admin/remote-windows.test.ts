import { beforeEach, describe, expect, it } from 'vitest';
import { ContractError } from '../../../../src/contract/frame.ts';
import type { XQuery } from '../../../../src/core/admin/wire.ts';
import { RemoteWindows } from '../../../../src/main/console/admin/remote-windows.ts';
import type { Answer } from '../../../../src/main/console/admin/superset-line.ts';

const QUERY: XQuery = { what: 'socket', where: { namespace: '/', socketId: 'a' } };
const LATER_MS = 60_000;

let said: unknown[][];
/** What is answered next: it waits for as long as there is nothing. */
let answers: ((answer: Answer | ContractError) => void)[];

const line = {
  ask: (...words: unknown[]): Promise<Answer> => {
    said.push(words);
    return new Promise((resolve, reject) => {
      answers.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
    });
  },
};
const commands = () => said.map(([command]) => command);
const read = (value: unknown): number | null => (typeof value === 'object' && value !== null && 'n' in value ? Number(value.n) : null);
/** What is under way is done. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function answer(value: Answer | ContractError): Promise<void> {
  answers.shift()?.(value);
  await settled();
}

beforeEach(() => {
  said = [];
  answers = [];
});

describe('a watch', () => {
  it('tells what is answered, and then what is told', async () => {
    const windows = new RemoteWindows(line, 1);
    const cursor = windows.watch(QUERY, read, -1);
    expect([said, cursor.take(0)]).toEqual([[['x_watch', 1, QUERY]], null]);
    await answer({ n: 1 });
    expect([cursor.take(0), cursor.take(0)]).toEqual([1, null]);
    expect(windows.onWindow([1, { n: 2 }])).toBe(true);
    expect(windows.onWindow([1, { n: 3 }])).toBe(true);
    expect([cursor.take(0), cursor.take(0)]).toEqual([3, null]);
    expect(windows.onWindow([1, { n: 3 }])).toBe(true);
    expect(cursor.take(0)).toBeNull();
  });

  it('reads no nonsense, and ignores windows that nobody looks at', () => {
    const windows = new RemoteWindows(line, 1);
    windows.watch(QUERY, read, -1);
    expect([windows.onWindow([1, 'x']), windows.onWindow(['1', { n: 1 }]), windows.onWindow([9, { n: 1 }])]).toEqual([false, false, true]);
  });

  it('is made again by the same number, in case that the server has lost it', async () => {
    const windows = new RemoteWindows(line, 1);
    const cursor = windows.watch(QUERY, read, -1);
    await answer({ n: 1 });
    windows.tick(Date.now());
    expect(commands()).toEqual(['x_watch']);
    windows.tick(Date.now() + LATER_MS);
    expect(said[1]).toEqual(said[0]);
    await answer({ n: 2 });
    expect(cursor.take(0)).toBe(2);
  });

  it('ends with what it is refused for', async () => {
    const cursor = new RemoteWindows(line, 1).watch(QUERY, read, -1);
    await answer(new ContractError('SERVER_REFUSED', 'no'));
    expect(() => cursor.take(0)).toThrow('no');
  });

  it('ends with an answer that can not be read', async () => {
    const cursor = new RemoteWindows(line, 1).watch(QUERY, read, -1);
    await answer({});
    expect(() => cursor.take(0)).toThrow('can not be read');
  });

  it('shows what there is without a connection, and waits', async () => {
    const cursor = new RemoteWindows(line, 1).watch(QUERY, read, -1);
    await answer(new ContractError('NOT_CONNECTED', 'gone'));
    expect([cursor.take(0), cursor.take(0)]).toEqual([-1, null]);
  });

  it('is ended at the server once it was answered: before, the server would not know it yet', async () => {
    const cursor = new RemoteWindows(line, 1).watch(QUERY, read, -1);
    cursor.close();
    expect(commands()).toEqual(['x_watch']);
    await answer({ n: 1 });
    cursor.close();
    expect(said.slice(1)).toEqual([['x_unwatch', 1]]);
    expect(cursor.take(0)).toBeNull();
  });
});

describe('beyond as many watches as the server allows', () => {
  it('a window is asked for once a second, one question at a time', async () => {
    const windows = new RemoteWindows(line, 1);
    const first = windows.watch(QUERY, read, -1);
    const cursor = windows.watch(QUERY, read, -1);
    expect(said[1]).toEqual(['x_query', QUERY]);
    windows.tick(Date.now());
    expect(commands()).toEqual(['x_watch', 'x_query']);
    await answer({ n: 1 });
    await answer({ n: 2 });
    windows.tick(Date.now());
    expect([first.take(0), cursor.take(0), commands()]).toEqual([1, 2, ['x_watch', 'x_query', 'x_query']]);
    await answer({ n: 2 });
    expect(cursor.take(0)).toBeNull();
    cursor.close();
    windows.tick(Date.now());
    expect(commands()).toEqual(['x_watch', 'x_query', 'x_query']);
  });

  it('there is room again when one is closed', async () => {
    const windows = new RemoteWindows(line, 1);
    const first = windows.watch(QUERY, read, -1);
    await answer({ n: 1 });
    first.close();
    windows.watch(QUERY, read, -1);
    expect(commands()).toEqual(['x_watch', 'x_unwatch', 'x_watch']);
  });
});
