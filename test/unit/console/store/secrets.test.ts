import { describe, expect, it } from 'vitest';
import { DEFAULT_ADMIN_SETTINGS } from '../../../../src/contract/admin-settings.ts';
import { DEFAULT_CLIENT_SETTINGS } from '../../../../src/contract/client-settings.ts';
import { DEFAULT_SERVER_SETTINGS } from '../../../../src/contract/server-settings.ts';
import type { AdminProfile, ClientProfile, ServerProfile } from '../../../../src/main/console/store/profiles.ts';
import { joinSecrets, splitSecrets, withoutCredentials } from '../../../../src/main/console/store/secrets.ts';

const common = { sourceId: 's', name: 'source', environment: null, color: null, folderId: null } as const;
const client: ClientProfile = {
  kind: 'client',
  ...common,
  rules: [],
  settings: {
    ...DEFAULT_CLIENT_SETTINGS,
    auth: { token: 'planted-auth' },
    namespaces: [
      { name: '/', auth: null },
      { name: '/chat', auth: { key: 'planted-namespace' } },
    ],
    query: [
      { name: 'tenant', value: 'acme', isOn: true },
      { name: 'access_token', value: 'planted-query', isOn: false },
    ],
    headers: [
      { name: 'x-trace', value: 'on', isOn: true },
      { name: 'Authorization', value: 'Bearer planted-header', isOn: true },
    ],
    cookies: [{ name: 'lang', value: 'planted-cookie', isOn: true }],
    tls: { ca: 'CA', cert: 'CERT', key: 'planted-key', passphrase: 'planted-passphrase', rejectUnauthorized: true },
    proxy: 'http://me:planted-proxy@proxy.test:3128',
  },
};
const admin: AdminProfile = {
  kind: 'admin',
  ...common,
  settings: { ...DEFAULT_ADMIN_SETTINGS, credentials: { type: 'password', username: 'ann', password: 'planted-password' } },
};
const session: AdminProfile = { ...admin, settings: { ...admin.settings, credentials: { type: 'session', sessionId: 'planted-session' } } };
const server: ServerProfile = {
  kind: 'server',
  ...common,
  host: '127.0.0.1',
  port: 3000,
  settings: {
    ...DEFAULT_SERVER_SETTINGS,
    token: 'planted-token',
    tls: { isOn: true, cert: 'CERT', key: 'planted-key', passphrase: 'planted-passphrase' },
    adapter: { type: 'redis', url: 'redis://me:planted-redis@db.test:6379/1' },
  },
  administration: {
    isOn: true,
    namespace: '/admin',
    username: 'ann',
    passwordHash: 'planted-hash',
    mode: 'development',
    isReadOnly: false,
    metricsPath: null,
  },
};

describe('the secrets of a source', () => {
  it.each([
    ['a client', client, 8],
    ['an admin', admin, 1],
    ['an admin by a session', session, 1],
    ['a server', server, 5],
  ])('are taken from %s and put back where they were', (_what, profile, count) => {
    const { profile: rest, secrets } = splitSecrets(profile);
    expect(JSON.stringify(rest)).not.toContain('planted');
    expect(secrets).toHaveLength(count);
    expect(joinSecrets(rest, secrets)).toEqual(profile);
  });

  it("are in a namespace's query too, whose other names stay", () => {
    const named: ClientProfile = { ...client, settings: { ...DEFAULT_CLIENT_SETTINGS, namespaces: [{ name: '/a?token=planted&x=1', auth: null }] } };
    const { profile: rest, secrets } = splitSecrets(named);
    expect(rest.settings.namespaces).toEqual([{ name: '/a?token=&x=1', auth: null }]);
    expect(joinSecrets(rest, secrets)).toEqual(named);
  });

  it('are all that is taken', () => {
    const { settings } = splitSecrets(client).profile;
    expect(settings.query[0]).toEqual({ name: 'tenant', value: 'acme', isOn: true });
    expect(settings.headers[0]).toEqual({ name: 'x-trace', value: 'on', isOn: true });
    expect(settings.headers[1]).toEqual({ name: 'Authorization', value: '', isOn: true });
    expect(settings.tls).toMatchObject({ ca: 'CA', cert: 'CERT' });
    expect(settings.proxy).toBe('http://proxy.test:3128');
    const { profile: open } = splitSecrets(server);
    expect(open.settings).toMatchObject({ token: '', tls: { cert: 'CERT', key: '' }, adapter: { type: 'redis', url: 'redis://db.test:6379/1' } });
    expect(splitSecrets(session).profile.settings.credentials).toEqual({ type: 'none' });
  });

  it('are none where nothing is secret', () => {
    const bare: ClientProfile = { ...client, settings: { ...DEFAULT_CLIENT_SETTINGS, proxy: 'http://proxy.test:3128' } };
    expect(splitSecrets(bare)).toEqual({ profile: bare, secrets: [] });
  });

  it('are passed over where the profile has no such place any more', () => {
    const { secrets } = splitSecrets(client);
    const changed: ClientProfile = { ...client, settings: DEFAULT_CLIENT_SETTINGS };
    expect(joinSecrets(changed, secrets).settings).toMatchObject({ namespaces: [{ name: '/', auth: null }], headers: [] });
  });
});

it('a URL loses its name and password, and nothing else', () => {
  expect(withoutCredentials('redis://user:pa:ss@db.test:6379/2')).toBe('redis://db.test:6379/2');
  expect(withoutCredentials('http://a.test/x@y')).toBe('http://a.test/x@y');
  expect(withoutCredentials('')).toBe('');
});
