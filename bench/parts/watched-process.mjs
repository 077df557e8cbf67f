// Imported by a host before all else: it tells its parent how long its event loop made others wait, and profiles itself when asked to.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const session = new Session();
session.connect();
await session.post('Profiler.enable');

process.on('message', async ({ ask, file }) => {
  switch (ask) {
    case 'delay':
      process.send({ p99Ms: delay.percentile(99) / 1e6, maxMs: delay.max / 1e6 });
      return delay.reset();
    case 'profile':
      return session.post('Profiler.start');
    case 'end of profile': {
      const { profile } = await session.post('Profiler.stop');
      writeFileSync(file, JSON.stringify(profile));
      return process.send({ file });
    }
  }
});
// Asking is not a reason to stay.
process.channel?.unref();
