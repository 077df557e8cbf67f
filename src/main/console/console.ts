import { randomUUID } from 'node:crypto';
import type { Channel } from '../../contract/channel.ts';
import { type Session, serve } from '../../contract/serve.ts';
import { createCallHandlers } from './calls/handlers.ts';
import { createProcessSampler } from './metrics/process-sampler.ts';
import { Publisher } from './publisher.ts';
import { createFeedHandlers } from './queries/handlers.ts';
import { EmbeddedServer } from './sources/embedded-server.ts';
import type { Source, SourceSettings } from './sources/source.ts';
import { SourceRegistry } from './sources/source-registry.ts';

export interface ConsoleOptions {
  readonly version: string;
  readonly host: 'electron' | 'browser';
}

/** A carrier that can tell when it holds more than it can hand on. */
export interface CarrierChannel extends Channel {
  readonly isCongested?: boolean;
}

/** The application without a window: the sources it watches and the pages that look at them. */
export interface Console {
  /** Serves one page for as long as its channel is open. */
  attach(channel: CarrierChannel): void;
  /** An embedded server that does not run yet. Fails with `TOO_MANY_SOURCES`. */
  addSource(settings: SourceSettings): Source;
  /** Closes every page and stops every source. */
  close(): Promise<void>;
}

export function createConsole({ version, host }: ConsoleOptions): Console {
  const sampler = createProcessSampler();
  const sources = new SourceRegistry();
  const sessions = new Set<Session>();
  const publisher = new Publisher(Date.now);
  const handlers = {
    calls: createCallHandlers({ info: { version, host }, sources, addSource }),
    feeds: createFeedHandlers(sources),
  };

  return {
    attach(channel) {
      const session = serve(channel, handlers);
      const published = { publish: (nowMs: number) => session.publish(nowMs), isCongested: () => channel.isCongested === true };
      sessions.add(session);
      publisher.add(published);
      channel.onClose(() => {
        sessions.delete(session);
        publisher.remove(published);
      });
    },
    addSource,
    async close() {
      for (const session of sessions) session.close();
      await sources.close();
      sampler.close();
    },
  };

  function addSource(settings: SourceSettings): Source {
    const source = new EmbeddedServer(randomUUID(), settings, sampler);
    sources.add(source);
    return source;
  }
}
