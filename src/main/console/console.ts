import { randomUUID } from 'node:crypto';
import type { CallParams } from '../../contract/calls.ts';
import type { Channel } from '../../contract/channel.ts';
import { type Session, serve } from '../../contract/serve.ts';
import { createProcessSampler } from '../../core/admin/process-sampler.ts';
import { createCallHandlers } from './calls/handlers.ts';
import { ChangeGuard } from './change-guard.ts';
import { createManager } from './client/create-manager.ts';
import { MessageDesk } from './messages/message-desk.ts';
import { Notices } from './notices.ts';
import { Publisher } from './publisher.ts';
import { createFeedHandlers } from './queries/handlers.ts';
import { AdminSource } from './sources/admin-source.ts';
import { ClientSource, type ClientTools } from './sources/client-source.ts';
import { EmbeddedServer } from './sources/embedded-server.ts';
import type { Source } from './sources/source.ts';
import { SourceRegistry } from './sources/source-registry.ts';
import type { SourceProfile } from './store/profiles.ts';
import type { SecretBox } from './store/secret-box.ts';
import { SourceStore } from './store/source-store.ts';

export interface ConsoleOptions {
  readonly version: string;
  readonly host: 'electron' | 'browser';
  /** Where the sources are kept between runs; nowhere without it. */
  readonly dataFolder?: string | null;
  /** The system's keychain; without it secrets are in the file as they are. */
  readonly secretBox?: SecretBox | null;
  /** What a page is told as a notice, for who has no page. By default a warning of the process. */
  readonly onProblem?: (message: string) => void;
  /** For tests, which have managers of their own. */
  readonly createManager?: ClientTools['createManager'];
}

/** A carrier that can tell when it holds more than it can hand on. */
export interface CarrierChannel extends Channel {
  readonly isCongested?: boolean;
}

/** The application without a window: the sources it watches and the pages that look at them. */
export interface Console {
  /** Serves one page for as long as its channel is open. */
  attach(channel: CarrierChannel): void;
  /** A source that does not run yet; a temporary one is not kept. Fails with `TOO_MANY_SOURCES`. */
  addSource(wanted: CallParams<'source.add'>, options?: { readonly isTemporary?: boolean }): Source;
  /** Closes every page and stops every source. */
  close(): Promise<void>;
}

/** Sources that were kept are there again, stopped. */
export function createConsole(options: ConsoleOptions): Console {
  const { version, host, dataFolder = null, secretBox = null, onProblem = warn } = options;
  const notices = new Notices(({ code, level, detail }) => level !== 'ok' && onProblem(`${code}: ${detail}`));
  const desk = new MessageDesk({ dataFolder, box: secretBox, notices });
  let store: SourceStore | null = null;
  const sources = new SourceRegistry(() => store?.noteChange());
  const onSaved = () => ({ isReadOnly: guard.isReadOnly, sources: sources.profiles });
  const kept = dataFolder === null ? null : new SourceStore({ folder: dataFolder, box: secretBox, saved: onSaved, notices });
  const saved = kept?.read();
  const guard = new ChangeGuard(saved?.isReadOnly ?? false, () => store?.noteChange());
  const tools = {
    sampler: createProcessSampler(),
    createManager: options.createManager ?? createManager,
    isReadOnly: () => guard.isReadOnly,
  };
  for (const profile of saved?.sources ?? []) sources.add(create(profile));
  // What was just read is not to be written.
  store = kept;
  const sessions = new Set<Session>();
  const publisher = new Publisher(Date.now);
  const handlers = {
    calls: createCallHandlers({ info: { version, host }, sources, addSource, guard, store: kept, notices, addMissing, desk }),
    feeds: createFeedHandlers(sources, guard, notices, desk),
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
      await Promise.all([desk.close(), store?.flush()]);
      store = null;
      await sources.close();
      tools.sampler.close();
    },
  };

  function addSource(wanted: CallParams<'source.add'>, kept: { readonly isTemporary?: boolean } = {}): Source {
    const sourceId = randomUUID();
    const source = create(newProfile(wanted, sourceId));
    sources.add(source, kept);
    return source;
  }

  function addMissing(profile: SourceProfile): boolean {
    if (sources.profiles.some(({ sourceId }) => sourceId === profile.sourceId)) return false;
    sources.add(create(profile));
    return true;
  }

  function create(profile: SourceProfile): Source {
    switch (profile.kind) {
      case 'server':
        return new EmbeddedServer(profile, tools.sampler);
      case 'client':
        return new ClientSource(profile, tools);
      case 'admin':
        return new AdminSource(profile, tools);
    }
  }
}

function newProfile(wanted: CallParams<'source.add'>, sourceId: string): SourceProfile {
  switch (wanted.kind) {
    case 'server':
      return { ...wanted, sourceId, environment: null, administration: null };
    case 'client':
      return { ...wanted, sourceId, environment: null, rules: [] };
    case 'admin':
      return { ...wanted, sourceId };
  }
}

function warn(message: string): void {
  process.emitWarning(message, 'PatchbayWarning');
}
