import { expect, test } from 'vitest';
import { DEFAULT_SERVER_SETTINGS, type ServerSettings } from '../../../../../src/contract/server-settings.ts';
import { restartReasons, type StartSettings } from '../../../../../src/main/console/sources/server/restart-reasons.ts';

const running: StartSettings = { host: '127.0.0.1', port: 3000, settings: DEFAULT_SERVER_SETTINGS };
const reasons = (change: Partial<ServerSettings>) => restartReasons(running, { ...running, settings: { ...DEFAULT_SERVER_SETTINGS, ...change } });

test('nothing is to be started again for what is as it runs', () => {
  expect(restartReasons(running, running)).toEqual([]);
});

test('an address and an option of the protocol hold from the next start on', () => {
  expect(restartReasons(running, { ...running, host: '0.0.0.0', port: 3001 })).toEqual(['host', 'port']);
  expect(reasons({ path: '/ws', pingIntervalMs: 1000 })).toEqual(['path', 'pingIntervalMs']);
  expect(reasons({ adapter: { type: 'redis', url: 'redis://127.0.0.1' } })).toEqual(['adapter']);
});

test('token, CORS and files hold at once', () => {
  expect(reasons({ token: 't', staticFolder: '/srv', cors: { allow: 'none', origins: [], credentials: false } })).toEqual([]);
});

test('what is in a part that is off makes no difference', () => {
  expect(reasons({ tls: { isOn: false, cert: 'c', key: 'k', passphrase: '' } })).toEqual([]);
  expect(reasons({ recovery: { isOn: false, maxDisconnectionMs: 1000, skipMiddlewares: false } })).toEqual([]);
  expect(reasons({ tls: { isOn: true, cert: 'c', key: 'k', passphrase: '' } })).toEqual(['tls']);
});
