import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../fuzz/random.ts';
import { bundle } from './bundle.mjs';
import { endRegularly, killAtEach, killAtRandom, timeChanges, traceOnce } from './campaigns.ts';
import { startHost } from './host-process.ts';
import { cutPower } from './power-cut.ts';

/** `npm run crash` wants more, and the numbers. */
const KILLS = Number(process.env.CRASH_KILLS ?? 20);
const SEED = Number(process.env.CRASH_SEED ?? Math.floor(Math.random() * 2 ** 31));
const MS_A_KILL = 10_000;
const STEPS_MS = 600_000;

beforeAll(bundle);

describe('what a call acknowledged is there, whole', () => {
  it(`after a kill at whatever moment (seed ${SEED})`, { timeout: KILLS * MS_A_KILL }, async () => {
    const { crashes, acknowledgements, findings } = await killAtRandom({ times: KILLS, random: new Random(SEED) });
    tell('console, at random', `${crashes} kills, ${acknowledgements} acknowledged changes`, findings);
    expect(findings).toEqual([]);
    expect(acknowledgements).toBeGreaterThan(KILLS);
  });

  it(`after a kill of the browser host at whatever moment (seed ${SEED})`, { timeout: KILLS * MS_A_KILL }, async () => {
    const { crashes, acknowledgements, findings } = await killAtRandom({ times: KILLS, random: new Random(SEED), start: startHost, box: null });
    tell('browser host, at random', `${crashes} kills, ${acknowledgements} acknowledged changes`, findings);
    expect(findings).toEqual([]);
    expect(acknowledgements).toBeGreaterThan(KILLS);
  });

  it.each([
    ['step of a write, in the first run', 'step', false],
    ['step of a write, in a later run', 'step', true],
    ['write, in the first run', 'write', false],
    ['write, in a later run', 'write', true],
  ] as const)('after a kill at each %s', { timeout: STEPS_MS }, async (where, kind, isUsed) => {
    const { crashes, acknowledgements, findings } = await killAtEach(kind, isUsed);
    tell(`console, at each ${where}`, `${crashes} kills, ${acknowledgements} acknowledged changes`, findings);
    expect(findings).toEqual([]);
    expect(crashes).toBeGreaterThan(kind === 'step' ? 50 : 5);
  });

  it.each([
    ['the first run', false],
    ['a later run', true],
  ])('after the power fails at each step, in %s', { timeout: STEPS_MS }, async (run, isUsed) => {
    const trace = await traceOnce(isUsed);
    const { cuts, findings } = await cutPower(trace);
    rmSync(dirname(trace.folder), { recursive: true });
    tell(`power cut, ${run}`, `${cuts} states of the disk`, findings);
    expect(findings).toEqual([]);
    expect(cuts).toBeGreaterThan(200);
  });
});

it('what nobody waits for is written before a console ends that is asked to', async () => {
  expect(await endRegularly()).toBeGreaterThan(0);
});

it('a call waits for the disk no longer than a person would notice', async () => {
  const taken = await timeChanges(200);
  const at = (share: number) => taken[Math.floor(taken.length * share)] ?? Number.NaN;
  tell('a change, from call to answer', `median ${at(0.5).toFixed(1)} ms, 99 % within ${at(0.99).toFixed(1)} ms`, []);
  // Far more than a disk needs, far less than a wait for a timer of 200 ms would cost.
  expect(at(0.5)).toBeLessThan(150);
});

function tell(what: string, numbers: string, findings: readonly string[]): void {
  if (process.env.CRASH_KILLS !== undefined)
    process.stdout.write(`crash  ${what}: ${numbers}${findings.length === 0 ? '' : `, ${findings.length} findings`}\n`);
}
