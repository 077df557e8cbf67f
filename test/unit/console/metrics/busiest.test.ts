import { expect, it } from 'vitest';
import { Busiest } from '../../../../src/main/console/metrics/busiest.ts';
import { broadcast, connect, modelOf, packet } from '../records.ts';

it('tells rates between two looks, the highest first', () => {
  const model = modelOf(12);
  const busiest = new Busiest();
  model.join({ at: 0, namespace: '/', room: 'lobby', socketId: 's1' });
  busiest.look(model, 0);
  for (let count = 0; count < 4; count++) model.countPacket(packet({ socketId: 's3', bytes: 10 }));
  for (let index = 0; index < 12; index++) model.countPacket(packet({ socketId: `s${index}`, bytes: 10 }));
  model.countPacket(broadcast({ rooms: ['lobby'] }));
  busiest.look(model, 2000);
  expect(busiest.sockets).toHaveLength(10);
  expect(busiest.sockets[0]).toEqual({ name: 's3', namespace: '/', ratePerSecond: 2.5, detail: 25 });
  expect(busiest.rooms).toEqual([{ name: 'lobby', namespace: '/', ratePerSecond: 0.5, detail: 1 }]);
});

it('counts what the connection sent', () => {
  const model = modelOf(0);
  const counters = { packetsSent: 1, bytesSent: 50, bufferedBytes: 0 };
  connect(model, 0, '/', counters);
  const busiest = new Busiest();
  busiest.look(model, 0);
  Object.assign(counters, { packetsSent: 11, bytesSent: 150 });
  busiest.look(model, 1000);
  expect(busiest.sockets).toMatchObject([{ name: 's0', ratePerSecond: 10, detail: 100 }]);
});

it('looks at most once a second', () => {
  const model = modelOf(1);
  const busiest = new Busiest();
  busiest.look(model, 0);
  model.countPacket(packet({ socketId: 's0' }));
  busiest.look(model, 500);
  expect(busiest.sockets).toEqual([]);
});

it('only sets its marks when nobody has looked for long', () => {
  const model = modelOf(1);
  const busiest = new Busiest();
  busiest.look(model, 0);
  model.countPacket(packet({ socketId: 's0' }));
  busiest.look(model, 60_000);
  expect(busiest.sockets).toEqual([]);
  busiest.look(model, 61_000);
  expect(busiest.sockets).toEqual([]);
});
