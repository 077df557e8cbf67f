import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A crash leaves the old file or the new one, whole. By default it is its owner's alone. */
export async function replaceFile(path: string, text: string, mode = 0o600): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, ...(mode === 0o600 && { mode: 0o700 }) });
  const temporary = `${path}.new-${process.pid}`;
  try {
    await written(temporary, text, mode);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
  await synced(folder);
}

async function written(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'w', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** So that the new name outlasts a power cut, where a folder can be opened for that. */
async function synced(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
