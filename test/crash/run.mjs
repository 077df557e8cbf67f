#!/usr/bin/env node
// `npm run crash`: consoles that are killed while they write, and disks whose power fails; see docs/reliability.md, "Data".
//
//   --kills <n>   at random, of the console and of the browser host each; 250 without it
//   --seed <n>    of their moments

import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '250' }, seed: { type: 'string' } } });
const env = { ...process.env, CRASH_KILLS: values.kills, ...(values.seed !== undefined && { CRASH_SEED: values.seed }) };
const { status } = spawnSync('npx --no-install vitest run test/crash', { shell: true, stdio: 'inherit', env });
process.exit(status ?? 1);
