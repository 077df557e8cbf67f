import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConnectionError, failureOf, failureOfAnswer, isRevisionRefused } from '../../../../../src/core/engine/client/connection-error.ts';
import { ProtocolError } from '../../../../../src/core/errors.ts';

test('a refusal is read in each form that servers write it in', () => {
  expect(failureOfAnswer(400, '{"code":1,"message":"Session ID unknown"}')).toMatchObject({
    engineCode: 1,
    message: 'Session ID unknown',
    status: 400,
  });
  expect(failureOfAnswer(400, '"Invalid session"')).toMatchObject({ message: 'Invalid session' });
  expect(failureOfAnswer(403, 'Forbidden')).toMatchObject({ message: 'Forbidden' });
  expect(failureOfAnswer(502, '<html>\n<h1>Bad gateway</h1>')).toMatchObject({ message: 'HTTP status 502', body: '<html>\n<h1>Bad gateway</h1>' });
});

test('of a long answer its beginning is kept', () => {
  expect(failureOfAnswer(500, 'x'.repeat(5000)).body).toHaveLength(1000);
});

test('only what is said of the version is a refusal of the revision', () => {
  expect(isRevisionRefused(failureOfAnswer(400, '{"code":5,"message":"Unsupported protocol version"}'))).toBe(true);
  expect(isRevisionRefused(failureOfAnswer(400, '"The client is using an unsupported version of the Socket.IO or Engine.IO protocols"'))).toBe(true);
  expect(isRevisionRefused(failureOfAnswer(400, '{"code":3,"message":"Bad request"}'))).toBe(false);
  expect(isRevisionRefused(failureOfAnswer(404, 'unsupported version'))).toBe(false);
});

test('an error of the system has its code, the first of several addresses speaks for all, and one without words its code', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  expect(failureOf(refused)).toEqual({ code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' });
  expect(failureOf(new AggregateError([refused, new Error('other')]))).toEqual({ code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' });
  expect(failureOf(Object.assign(new Error(''), { code: 'EPIPE' }))).toEqual({ code: 'EPIPE', message: 'EPIPE' });
  expect(failureOf(new ProtocolError('INVALID_ENGINE_PACKET'))).toMatchObject({ code: 'PARSE_ERROR' });
  expect(failureOf(new ConnectionError('x', { code: 'CLOSED', message: 'y' }))).toEqual({ code: 'CLOSED', message: 'y' });
  expect(failureOf('text')).toEqual({ code: 'FAILED', message: 'text' });
});

test('no answer whatever can make it throw', () => {
  fc.assert(fc.property(fc.integer(), fc.oneof(fc.string(), fc.json()), (status, body) => void isRevisionRefused(failureOfAnswer(status, body))));
});
