import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHandshake, readPayload } from '../../../../src/main/console/doctor/handshake.ts';
import { candidatePaths } from '../../../../src/main/console/doctor/steps/path.ts';
import { verdictOf } from '../../../../src/main/console/doctor/verdict.ts';
import { settings } from '../client/fake-manager.ts';

const OPEN = '0{"sid":"abc","upgrades":["websocket",7],"pingInterval":25000,"pingTimeout":"soon"}';

describe('a handshake', () => {
  it.each([
    [4, OPEN],
    [3, `${OPEN.length}:${OPEN}2:40`],
  ])('is read in revision %d', (revision, body) => {
    const payload = readPayload(body);
    expect(payload?.revision).toBe(revision);
    const [first] = payload?.packets ?? [];
    expect(first && readHandshake(first, 4)).toEqual({
      revision: 4,
      engineId: 'abc',
      upgrades: ['websocket'],
      pingIntervalMs: 25_000,
      pingTimeoutMs: null,
      maxPayloadBytes: null,
    });
  });

  it.each(['<html>', '', '0{', '0[]', '0{"sid":""}', '4hello', '99:0{}'])('is not %j', (body) => {
    const [first] = readPayload(body)?.packets ?? [];
    expect(first === undefined ? null : readHandshake(first, 4)).toBeNull();
  });

  it('is not made by any text whatever that throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (body) => readPayload(body) !== undefined));
  });
});

describe('the paths that are tried', () => {
  it('take a namespace for a path, and go on from the path that was wrong', () => {
    const paths = candidatePaths({ ...settings, path: '/deep/', namespaces: [{ name: '/ws/chat', auth: null }] });
    expect(paths.slice(0, 4)).toEqual(['/ws/chat', '/ws/chat/socket.io', '/deep/socket.io', '/socket.io']);
  });

  it('leave out the one that was tried', () => {
    expect(candidatePaths(settings)).not.toContain('/socket.io');
  });
});

describe('the verdict', () => {
  const ok = { state: 'ok', advice: null, fix: null } as const;

  it('is the first failure, before any warning', () => {
    const findings = [
      { step: 'tls', state: 'warning', advice: 'CERTIFICATE_UNTRUSTED', fix: null },
      { ...ok, step: 'polling' },
      { step: 'sticky', state: 'failed', advice: 'NOT_STICKY', fix: null },
      { step: 'namespace', state: 'failed', advice: 'NAMESPACE_UNKNOWN', fix: null },
    ] as const;
    expect(verdictOf(findings)).toEqual({ advice: 'NOT_STICKY', step: 'sticky', fix: null });
    expect(verdictOf(findings.slice(0, 2))).toEqual({ advice: 'CERTIFICATE_UNTRUSTED', step: 'tls', fix: null });
    expect(verdictOf(findings.slice(1, 2))).toEqual({ advice: 'HEALTHY', step: null, fix: null });
  });

  it('is the remedy that a later step found for polling', () => {
    const fix = { type: 'path', path: '/x' } as const;
    const findings = [
      { step: 'polling', state: 'failed', advice: 'WRONG_PATH', fix: null },
      { step: 'revision', state: 'skipped', advice: null, fix: null },
      { step: 'path', state: 'failed', advice: 'WRONG_PATH', fix },
    ] as const;
    expect(verdictOf(findings)).toEqual({ advice: 'WRONG_PATH', step: 'path', fix });
  });
});
