import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { expect, test } from 'vitest';
import { makeSelfSigned } from '../../../../../src/main/console/sources/server/self-signed.ts';

test('a certificate of this machine fits its key, and holds for its names alone', async () => {
  const { cert, key } = await makeSelfSigned(new Date('2030-01-01T00:00:00Z'));
  createSecureContext({ cert, key });
  const certificate = new X509Certificate(cert);
  expect(certificate.checkHost('localhost')).toBe('localhost');
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(certificate.checkHost('example.com')).toBeUndefined();
  expect(new Date(certificate.validTo).getUTCFullYear()).toBe(2032);
});
