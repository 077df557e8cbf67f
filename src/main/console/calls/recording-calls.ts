import type { CallHandlers } from '../../../contract/serve.ts';
import type { RecordingDesk } from '../recording/recording-desk.ts';
import { requireSize } from '../recording/recording-reader.ts';

type RecordingCall = Extract<keyof CallHandlers, `recording.${string}`>;

export function recordingCalls(desk: RecordingDesk): Pick<CallHandlers, RecordingCall> {
  return {
    'recording.open': ({ fileName, bytes }) => {
      requireSize(bytes);
      return { openingId: desk.open(fileName) };
    },
    'recording.read': async ({ openingId, text }) => {
      await desk.read(openingId, text);
      return null;
    },
    'recording.finish': async ({ openingId }) => ({ sourceId: await desk.finish(openingId) }),
    'recording.cancel': ({ openingId }) => {
      desk.cancel(openingId);
      return null;
    },
  };
}
