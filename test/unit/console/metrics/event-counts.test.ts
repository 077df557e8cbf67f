import { expect, it } from 'vitest';
import { MAX_EVENT_NAMES } from '../../../../src/main/console/limits.ts';
import { EventCounts, OTHER_EVENTS } from '../../../../src/main/console/metrics/event-counts.ts';

it('ranks events by the mean rate of the last ten full seconds', () => {
  const events = new EventCounts();
  for (let second = 0; second < 10; second++) {
    events.record('/', 'chat', 4, 400);
    events.record('/admin', 'chat', 1, 30);
    events.roll();
  }
  events.record('/admin', 'chat', 1000, 0);
  expect(events.busiest(10)).toEqual([
    { name: 'chat', namespace: '/', ratePerSecond: 4, detail: 100 },
    { name: 'chat', namespace: '/admin', ratePerSecond: 1, detail: 30 },
  ]);
});

it('folds names it has no place for into one', () => {
  const events = new EventCounts();
  for (let index = 0; index < MAX_EVENT_NAMES + 50; index++) events.record('/', `event ${index}`, 1, 10);
  events.roll();
  expect(events.size).toBe(MAX_EVENT_NAMES);
  expect(events.busiest(1)).toEqual([{ name: OTHER_EVENTS, namespace: '', ratePerSecond: 5.1, detail: 10 }]);
});

it('gives the place of a name that fell silent to a new one', () => {
  const events = new EventCounts();
  for (let index = 0; index < MAX_EVENT_NAMES; index++) events.record('/', `old ${index}`, 1, 10);
  for (let second = 0; second < 11; second++) events.roll();
  events.record('/', 'new', 1, 10);
  events.roll();
  expect(events.size).toBe(1);
  expect(events.busiest(10).map(({ name }) => name)).toEqual(['new']);
});
