// Writes one file, over what is there, in a process that may write files of so many bytes and no larger. Tells what became of it.

import { replaceFile, replaceFileSync } from '../../src/main/console/store/durable-files.ts';

const [, , path = '', bytes = '0', way] = process.argv;
const text = 'y'.repeat(Number(bytes));

async function write(): Promise<void> {
  if (way === 'at once') replaceFileSync(path, text);
  else await replaceFile(path, text);
}

await write().then(
  () => console.log('written'),
  (error: NodeJS.ErrnoException) => console.log(error.code),
);
