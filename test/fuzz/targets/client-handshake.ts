import { failureOfAnswer, isRevisionRefused } from '../../../src/core/engine/client/connection-error.ts';
import { readHandshake } from '../../../src/core/engine/client/handshake-data.ts';
import { readHandshake as readForDoctor } from '../../../src/main/console/doctor/handshake.ts';
import { must, type Target } from '../target.ts';

/** What a server says first, as our client and the doctor read it; and what a server says that refuses. */
export const clientHandshake: Target = {
  name: 'client-handshake',
  format: 'json',
  weight: 3,
  words: ['sid', 'upgrades', 'pingInterval', 'pingTimeout', 'maxPayload', 'websocket', 'code', 'message', 'Unsupported protocol version'],
  run(input) {
    const failure = failureOfAnswer(400, input);
    isRevisionRefused(failure);
    must((failure.body ?? '').length <= input.length, 'shows more than came');
    const told = readHandshake(input);
    const doctor = readForDoctor({ type: 'open', data: input }, 4);
    if (told === null) return 'NO_HANDSHAKE';
    for (const ms of [told.pingInterval, told.pingTimeout]) must(ms > 0 && ms < 2 ** 31, `${ms} ms are none that a timer can wait`);
    must(told.maxPayload === undefined || told.maxPayload > 0, 'lets in a payload of nothing');
    must(
      told.upgrades.every((name) => typeof name === 'string'),
      'lets in an upgrade that is no name',
    );
    must(doctor !== null && doctor.engineId === told.sid && doctor.pingIntervalMs === told.pingInterval, 'the doctor reads another handshake');
    return 'ok';
  },
};
