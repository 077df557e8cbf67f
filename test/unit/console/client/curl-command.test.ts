import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ClientSettings } from '../../../../src/contract/client-settings.ts';
import { curlCommand, quote } from '../../../../src/main/console/client/curl-command.ts';
import { settings } from './fake-manager.ts';

const commandOf = (overrides: Partial<ClientSettings>) => curlCommand({ ...settings, ...overrides });
const on = (name: string, value: string) => ({ name, value, isOn: true });

it('asks for a session as the client does', () => {
  expect(curlCommand(settings)).toBe("curl -i 'http://127.0.0.1:3000/socket.io/?EIO=4&transport=polling'");
});

it('sends what a person added, and nothing that is off', () => {
  const command = commandOf({
    origin: 'wss://example.com',
    path: '/ws/',
    revision: 3,
    query: [on('room', 'a b&c'), { ...on('off', '1'), isOn: false }],
    headers: [on('Authorization', "Bearer it's"), on('X-Empty', ''), { ...on('X-Off', '1'), isOn: false }],
    cookies: [on('sid', '1'), on('theme', 'dark')],
  });
  expect(command).toBe(
    "curl -i 'https://example.com/ws/?EIO=3&transport=polling&room=a%20b%26c' -H 'Authorization: Bearer it'\\''s' -H 'X-Empty;' --cookie 'sid=1; theme=dark'",
  );
});

it('names certificates and goes through the proxy', () => {
  const tls = { ca: 'CA', cert: 'CERT', key: 'KEY', passphrase: 'p w', rejectUnauthorized: false };
  expect(commandOf({ origin: 'https://a', tls, proxy: 'http://u:p@proxy:8080' })).toBe(
    "curl -i 'https://a/socket.io/?EIO=4&transport=polling' --cacert ca.pem --cert 'client.pem:p w' --key client.key -k --proxytunnel --proxy http://u:p@proxy:8080",
  );
});

it('asks for an upgrade where there is no polling', () => {
  expect(commandOf({ transports: ['websocket'] })).toMatch(/--http1\.1 .*transport=websocket' -H 'Connection: Upgrade' -H 'Upgrade: websocket'/);
});

it('sends no header that HTTP can not carry, nor one that curl would read a file for', () => {
  const headers = [on('@/etc/passwd', 'x'), on('X-A', 'a\r\nX-B: b'), on('Bad Name', 'x'), on('X-Euro', '€')];
  expect(commandOf({ headers, cookies: [on('a', '1\n')] })).not.toMatch(/-H|cookie/);
});

it('has no patterns for curl in its path', () => {
  expect(commandOf({ path: '/a[1-3]' })).toMatch(/^curl -i -g /);
});

it('is one word a word to a shell, whatever is in it', () => {
  const text = fc.string({ unit: 'binary' }).filter((word) => !word.includes('\0'));
  const nasty = fc
    .array(fc.constantFrom("'", '"', '\\', '$', '`', '!', '\n', ' ', '*', '~', '-', ';', 'a', 'é'), { maxLength: 8 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(fc.oneof(text, nasty), { minLength: 1, maxLength: 20 }), (words) => {
      const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${words.map(quote).join(' ')}`], { encoding: 'utf8' });
      expect(printed.split('\0').slice(0, -1)).toEqual(words);
    }),
    { numRuns: 60 },
  );
});
