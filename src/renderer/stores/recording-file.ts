import type { Client } from '../../contract/client.ts';

const SLICE_BYTES = 1024 * 1024;

/** Has the console read a file, slice by slice; the id of its source, or `null` once it is aborted. `onProgress` gets a share from 0 to 1. */
export async function openRecording(client: Client, file: File, signal: AbortSignal, onProgress: (progress: number) => void): Promise<string | null> {
  const { openingId } = await client.call('recording.open', { fileName: file.name, bytes: file.size });
  // A character may lie on the border of two slices.
  const decoder = new TextDecoder();
  for (let start = 0; start < file.size && !signal.aborted; start += SLICE_BYTES) {
    const bytes = await file.slice(start, start + SLICE_BYTES).arrayBuffer();
    await client.call('recording.read', { openingId, text: decoder.decode(bytes, { stream: true }) });
    onProgress(Math.min(1, (start + SLICE_BYTES) / file.size));
  }
  if (signal.aborted) {
    await client.call('recording.cancel', { openingId });
    return null;
  }
  return (await client.call('recording.finish', { openingId })).sourceId;
}
