import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Client, createClient } from '../../src/contract/client.ts';
import { ContractError } from '../../src/contract/frame.ts';
import { MAX_SUBSCRIPTIONS, type Session, serve } from '../../src/contract/serve.ts';
import type { Carrier, OpenCarrier } from './carriers.ts';
import { fakeHandlers, type HandFedCursor } from './fake-console.ts';

/** What every carrier must do alike. */
export function contractSuite(name: string, openCarrier: OpenCarrier): void {
  describe(`the contract over a ${name}`, () => {
    let carrier: Carrier;
    let cursors: HandFedCursor[];
    let session: Session;
    let client: Client;
    let finishStart: () => void;

    beforeEach(async () => {
      carrier = await openCarrier();
      cursors = [];
      const handlers = fakeHandlers(
        {
          'app.info': () => ({ version: '1.2.3', host: 'browser' }),
          'source.start': () =>
            new Promise((resolve) => {
              finishStart = () => resolve(null);
            }),
          'source.stop': () => {
            throw new ContractError('SOURCE_GONE', 'this source is gone');
          },
          'source.remove': () => {
            throw new TypeError('a defect');
          },
        },
        cursors,
      );
      session = serve(carrier.console, handlers);
      client = createClient(carrier.page);
    });

    afterEach(async () => {
      client.close();
      session.close();
      await carrier.dispose();
    });

    /** Resolves once everything the page has sent so far was answered. */
    const settle = () => client.call('app.info', {});

    function subscribe(): { batches: unknown[]; failures: ContractError[]; stop: () => void } {
      const batches: unknown[] = [];
      const failures: ContractError[] = [];
      const stop = client.subscribe(
        'sources',
        {},
        (batch) => batches.push(batch),
        (error) => failures.push(error),
      );
      return { batches, failures, stop };
    }

    it('answers a call with its result', async () => {
      await expect(client.call('app.info', {})).resolves.toEqual({ version: '1.2.3', host: 'browser' });
    });

    it('answers calls in the order they finish', async () => {
      const finished: string[] = [];
      const started = client.call('source.start', { sourceId: 'a' }).then(() => finished.push('start'));
      await client.call('app.info', {}).then(() => finished.push('info'));
      finishStart();
      await started;
      expect(finished).toEqual(['info', 'start']);
    });

    it("rejects with the code and message of a handler's failure", async () => {
      const call = client.call('source.stop', { sourceId: 'a' });
      await expect(call).rejects.toMatchObject({ name: 'ContractError', code: 'SOURCE_GONE', message: 'this source is gone' });
    });

    it('tells a defect of a handler as INTERNAL', async () => {
      await expect(client.call('source.remove', { sourceId: 'a' })).rejects.toMatchObject({ code: 'INTERNAL', message: 'a defect' });
    });

    it('refuses parameters that do not fit, and says where', async () => {
      const call = client.call('source.start', { sourceId: '' });
      await expect(call).rejects.toMatchObject({ code: 'BAD_PARAMS', message: expect.stringContaining('sourceId') });
    });

    it('sends the first batch of a feed at once', async () => {
      const { batches } = subscribe();
      await settle();
      expect(batches).toEqual([{ sources: [], folders: [], isReadOnly: false }]);
    });

    it('sends a batch only after a change', async () => {
      const { batches } = subscribe();
      await settle();
      await settle();
      session.publish(1);
      await settle();
      expect(batches).toHaveLength(1);
      cursors[0]?.change();
      session.publish(2);
      await settle();
      expect(batches).toHaveLength(2);
    });

    it('sends nothing more to a page that does not acknowledge', async () => {
      const batches = vi.fn();
      carrier.page.onFrame((frame) => batches(frame));
      carrier.page.send({ type: 'subscribe', id: 0, feed: 'sources', params: {} });
      await vi.waitFor(() => expect(batches).toHaveBeenCalledTimes(1));
      for (let nowMs = 1; nowMs <= 20; nowMs++) {
        cursors[0]?.change();
        session.publish(nowMs);
      }
      expect(cursors[0]?.taken).toHaveBeenCalledTimes(1);
      carrier.page.send({ type: 'ack', id: 0, seq: 1 });
      await vi.waitFor(() => {
        session.publish(21);
        expect(batches).toHaveBeenCalledTimes(2);
      });
    });

    it('does not take an acknowledgement of another batch for one of the last', async () => {
      const frames = vi.fn();
      carrier.page.onFrame(frames);
      carrier.page.send({ type: 'subscribe', id: 0, feed: 'sources', params: {} });
      carrier.page.send({ type: 'ack', id: 0, seq: 7 });
      carrier.page.send({ type: 'call', id: 1, name: 'app.info', params: {} });
      await vi.waitFor(() => expect(frames).toHaveBeenCalledTimes(2));
      cursors[0]?.change();
      session.publish(1);
      expect(cursors[0]?.taken).toHaveBeenCalledTimes(1);
    });

    it('stops a feed that is unsubscribed', async () => {
      const { batches, stop } = subscribe();
      await settle();
      stop();
      await settle();
      expect(cursors[0]?.close).toHaveBeenCalledTimes(1);
      cursors[0]?.change();
      session.publish(1);
      await settle();
      expect(batches).toHaveLength(1);
    });

    it('tells why a feed ends, and ends it', async () => {
      const { failures } = subscribe();
      await settle();
      cursors[0]?.fail(new ContractError('SOURCE_GONE', 'this source was removed'));
      await settle();
      session.publish(1);
      await settle();
      expect(failures).toMatchObject([{ code: 'SOURCE_GONE', message: 'this source was removed' }]);
      expect(cursors[0]?.close).toHaveBeenCalledTimes(1);
    });

    it('fails a feed that can not be opened', async () => {
      const failure = new Promise((resolve) => client.subscribe('metrics', { sourceId: 'a', rangeSeconds: 60 }, () => {}, resolve));
      await expect(failure).resolves.toMatchObject({ code: 'NOT_FAKED' });
    });

    it('refuses more feeds than a page may hold', async () => {
      for (let count = 0; count < MAX_SUBSCRIPTIONS; count++) subscribe();
      const { failures } = subscribe();
      await settle();
      expect(cursors).toHaveLength(MAX_SUBSCRIPTIONS);
      expect(failures).toMatchObject([{ code: 'TOO_MANY_SUBSCRIPTIONS' }]);
    });

    it('answers an unknown call or feed with a failure', async () => {
      const frames = vi.fn();
      carrier.page.onFrame(frames);
      carrier.page.send({ type: 'call', id: 0, name: 'toString', params: {} });
      carrier.page.send({ type: 'subscribe', id: 1, feed: 'constructor', params: {} });
      await vi.waitFor(() => expect(frames).toHaveBeenCalledTimes(2));
      expect(frames.mock.calls.flat()).toMatchObject([{ error: { code: 'UNKNOWN_CALL' } }, { error: { code: 'UNKNOWN_FEED' } }]);
    });

    it.each([['text'], [null], [{ type: 'call', id: -1, name: 'app.info' }], [{ type: 'result', id: 0, result: null }], [{}]])(
      'closes the channel on the frame %j',
      async (frame) => {
        const closed = new Promise<void>((resolve) => carrier.page.onClose(resolve));
        carrier.page.send(frame);
        await closed;
      },
    );

    it('rejects pending calls and ends feeds when the console closes', async () => {
      const { failures } = subscribe();
      await settle();
      const pending = client.call('source.start', { sourceId: 'a' });
      session.close();
      await expect(pending).rejects.toMatchObject({ code: 'DISCONNECTED' });
      expect(failures).toMatchObject([{ code: 'DISCONNECTED' }]);
      await expect(client.call('app.info', {})).rejects.toMatchObject({ code: 'DISCONNECTED' });
    });

    it('closes the cursors when the page closes, and takes nothing more', async () => {
      subscribe();
      await settle();
      const closed = new Promise<void>((resolve) => carrier.console.onClose(resolve));
      client.close();
      await closed;
      expect(cursors[0]?.close).toHaveBeenCalledTimes(1);
      cursors[0]?.change();
      session.publish(1);
      expect(cursors[0]?.taken).toHaveBeenCalledTimes(1);
    });
  });
}
