// A process that is going to be killed: the console on a folder, with changes as fast as it takes them. Each is told on the output before and after.
//
//   writer <folder> <generation> once|forEver

import { writeSync } from 'node:fs';
import { createClient } from '../../src/contract/client.ts';
import { createConsole } from '../../src/main/console/console.ts';
import { localPair } from '../fixtures/local-pair.ts';
import { Hands } from './hands.ts';
import { BOX } from './kept.ts';

const [dataFolder = '', generation = '', mode] = process.argv.slice(2);
const console = createConsole({ version: '0.0.0', host: 'browser', dataFolder, secretBox: BOX, onProblem: (problem) => say(`problem ${problem}`) });
const [pageEnd, consoleEnd] = localPair();
console.attach(consoleEnd);
const hands = new Hands(createClient(pageEnd), say);
await hands.open();
say('open');
if (mode === 'once') {
  await hands.once(Number(generation));
  await console.close();
  say('done');
} else await hands.forEver(Number(generation));

/** It is out when this returns, whatever becomes of the process. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}
