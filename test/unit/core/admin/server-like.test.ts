// Both servers are what the agent takes for one: that this file compiles is the test.
import { Server as OfficialServer } from 'socket.io';
import { expect, test } from 'vitest';
import type { ServerLike } from '../../../../src/core/admin/server-like.ts';
import { Server } from '../../../../src/core/server/index.ts';

interface ClientToServer {
  hello: (name: string, answer: (greeting: string) => void) => void;
}
interface ServerToClient {
  news: (text: string) => void;
}

test('our server and the official one fit, with event maps and without', () => {
  const servers: readonly ServerLike[] = [
    new Server(),
    new Server<ClientToServer, ServerToClient, Record<string, never>, { name: string }>(),
    new OfficialServer(),
    new OfficialServer<ClientToServer, ServerToClient, Record<string, never>, { name: string }>(),
  ];
  for (const io of servers) expect([...io._nsps.keys()]).toEqual(['/']);
});
