import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ClusterRequests } from '../../../../../src/core/admin/cluster-requests.ts';
import { Interests } from '../../../../../src/core/admin/superset/interests.ts';

type Handler = (params: unknown, from: string) => unknown;

/** A cluster of agents that hear each other at once. */
class Wire {
  readonly handlers = new Map<string, Handler>();

  of(node: string): ClusterRequests {
    return {
      handle: (_name: string, handler: Handler) => void this.handlers.set(node, handler),
      tell: (_name: string, params: unknown) => {
        for (const [other, handler] of this.handlers) if (other !== node) handler(params, node);
        return Promise.resolve();
      },
    } as unknown as ClusterRequests;
  }
}

function pair(): { readonly wanting: Interests; readonly log: string[]; readonly wire: Wire } {
  const wire = new Wire();
  const log: string[] = [];
  const wanting = new Interests(wire.of('a'), 'x', () => null);
  const serve = ({ key, params }: { readonly key: string; readonly params: unknown }, from: string) => {
    if (params === 'nonsense') return null;
    const name = `${from} ${key} ${JSON.stringify(params)}`;
    log.push(`begin ${name}`);
    return { renew: () => void log.push(`renew ${name}`), end: () => void log.push(`end ${name}`) };
  };
  new Interests(wire.of('b'), 'x', serve);
  return { wanting, log, wire };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('is served while it is said again, and a few seconds longer', () => {
  const { wanting, log } = pair();
  wanting.hold({ key: 'k', params: 1 });
  vi.advanceTimersByTime(2000);
  expect(log).toEqual(['begin a k 1', 'renew a k 1', 'renew a k 1']);
  wanting.release('k');
  vi.advanceTimersByTime(3000);
  expect(log.at(-1)).toBe('renew a k 1');
  vi.advanceTimersByTime(2000);
  expect(log.slice(3)).toEqual(['end a k 1']);
  expect(vi.getTimerCount()).toBe(0);
});

test('is served anew when it wants something else', () => {
  const { wanting, log } = pair();
  wanting.hold({ key: 'k', params: { n: 1 } });
  wanting.hold({ key: 'k', params: { n: 2 } });
  expect(log).toEqual(['begin a k {"n":1}', 'end a k {"n":1}', 'begin a k {"n":2}']);
});

test('what can’t be understood is not served, whatever it is', () => {
  const { log, wire } = pair();
  const tell = wire.handlers.get('b');
  for (const params of [null, 7, 'text', {}, [null], [[]], [{ key: 7, params: 1 }], [{ key: 'k' }], [{ key: 'k', params: 'nonsense' }]])
    tell?.(params, 'a');
  tell?.(
    Array.from({ length: 300 }, (_, index) => ({ key: `k${index}`, params: 1 })),
    'a',
  );
  expect(log).toHaveLength(200);
});
