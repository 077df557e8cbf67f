// Our client, with servers of every version that is about, over each transport.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Manager, type Socket } from '../../../src/core/client/index.ts';
import { Server } from '../../../src/core/server/index.ts';
import { nextEvent } from '../../fixtures/core-server.ts';
import { behave } from '../../fixtures/servers/behaviour.mjs';
import { OFFICIAL_SERVERS } from '../../fixtures/servers/versions.mjs';

const SERVERS = [
  ['2.5.1', OFFICIAL_SERVERS['2.5.1']],
  ['3.1.2', OFFICIAL_SERVERS['3.1.2']],
  ['4.8.4', OFFICIAL_SERVERS['4.8.4']],
  ['ours', (http: object) => new Server(http as never, { allowEIO3: true })],
] as const;

const TRANSPORTS = [
  ['polling', ['polling']],
  ['websocket', ['websocket']],
  ['upgrade', ['polling', 'websocket']],
] as const;

const REVISIONS = { '2.5.1': ['auto', 3], '3.1.2': ['auto', 4], '4.8.4': ['auto', 4], ours: ['auto', 3, 4] } as const;

describe.each(SERVERS)('server %s', (version, create) => {
  describe.each(TRANSPORTS)('over %s', (name, transports) => {
    describe.each(REVISIONS[version])('asked for %s', (protocolVersion) => {
      async function connected(namespace = '/', auth: object = {}): Promise<Socket> {
        const http = createServer();
        const io = create(http);
        behave(io);
        await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
        const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
        const manager = new Manager(url, { transports: [...transports], protocolVersion, reconnection: false });
        onTestFinished(() => {
          manager.disconnect();
          http.closeAllConnections();
          http.close();
        });
        const socket = manager.socket(namespace, { auth });
        await nextEvent(socket, 'connect');
        if (name === 'upgrade' && manager.engine?.transport.name !== 'websocket') await nextEvent(manager.engine as never, 'upgrade');
        return socket;
      }

      test('text, unicode and nested binary go both ways', async () => {
        const socket = await connected();
        const value = { text: 'é€😀', list: [1, null, true], file: { bytes: Buffer.from([0, 1, 255]) } };
        expect(await socket.timeout(5000).emitWithAck('echo', value)).toEqual(value);
        const relayed = nextEvent(socket, 'relayed');
        socket.emit('relay', value, Buffer.from('more'));
        expect(await relayed).toEqual([value, Buffer.from('more')]);
      });

      test('the client answers what the server asks', async () => {
        const socket = await connected();
        socket.on('question', (question: unknown, acknowledge: (answer: unknown) => void) => acknowledge({ question, bytes: Buffer.from([7]) }));
        expect(await socket.timeout(5000).emitWithAck('ask', 'how?')).toEqual({ question: 'how?', bytes: Buffer.from([7]) });
      });

      test('namespaces share the connection', async () => {
        const socket = await connected();
        const chat = socket.io.socket('/chat');
        await nextEvent(chat, 'connect');
        expect(await chat.timeout(5000).emitWithAck('echo', 'hi')).toBe('hi');
        expect(chat.id).not.toBe(socket.id);
        chat.disconnect();
        expect(await socket.timeout(5000).emitWithAck('echo', 'still here')).toBe('still here');
      });

      test('a namespace takes who has the token, and tells others why not', async () => {
        const socket = await connected('/guarded', { token: 'open sesame' });
        expect(await socket.timeout(5000).emitWithAck('echo', 1)).toBe(1);
        const other = new Manager(`http://${socket.io.engine?.remoteAddress}`, { transports: [...transports], protocolVersion, reconnection: false });
        onTestFinished(() => other.disconnect());
        const refused = other.socket('/guarded', { auth: { token: 'wrong' } });
        const [error] = await nextEvent<[Error & { data: unknown }]>(refused, 'connect_error');
        expect(error.data).toEqual({ code: 401 });
        expect(refused.active).toBe(false);
      });
    });
  });
});
