import { randomUUID } from 'node:crypto';
import type { CallParams } from '../../contract/calls.ts';
import type { Channel } from '../../contract/channel.ts';
import type { SourceRow } from '../../contract/rows.ts';
import { type Session, serve } from '../../contract/serve.ts';
import { DEFAULT_SERVER_SETTINGS } from '../../contract/server-settings.ts';
import { createProcessSampler } from '../../core/admin/process-sampler.ts';
import { createCallHandlers } from './calls/handlers.ts';
import { ChangeGuard } from './change-guard.ts';
import { createManager } from './client/create-manager.ts';
import { MessageDesk } from './messages/message-desk.ts';
import { Notices } from './notices.ts';
import { Publisher } from './publisher.ts';
import { createFeedHandlers } from './queries/handlers.ts';
import { RecordingDesk } from './recording/recording-desk.ts';
import { AdminSource } from './sources/admin-source.ts';
import { ClientSource, type ClientTools } from './sources/client-source.ts';
import { EmbeddedServer } from './sources/embedded-server.ts';
import { RecordingSource } from './sources/recording-source.ts';
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
  /** Of files that the host reads: what it gets is what a page finishes with. */
  readonly recordings: Pick<RecordingDesk, 'open'>;
  /** Closes every page and stops every source. */
  close(): Promise<void>;
}

/** Sources that were kept are there again, stopped. */
export function createConsole(options: ConsoleOptions): Console {
  const { version, host, dataFolder = null, secretBox = null, onProblem = warn } = options;
  const notices = new Notices(({ code, level, detail }) => level !== 'ok' && onProblem(`${code}: ${detail}`));
  const desk = new MessageDesk({ dataFolder, box: secretBox, notices });
  let store: SourceStore | null = null;
  const onSaved = () => ({ isReadOnly: guard.isReadOnly, folders: sources.folders.list, sources: sources.profiles });
  const kept = dataFolder === null ? null : new SourceStore({ folder: dataFolder, box: secretBox, saved: onSaved, notices });
  const saved = kept?.read();
  const sources = new SourceRegistry(saved?.folders ?? [], () => store?.noteChange());
  const guard = new ChangeGuard(saved?.isReadOnly ?? false, () => store?.noteChange());
  const tools = {
    sampler: createProcessSampler(),
    createManager: options.createManager ?? createManager,
    isReadOnly: () => guard.isReadOnly,
    holderOf: (port: number) => [...sources].map((source) => source.describe()).find((row) => isServing(row, port)) ?? null,
  };
  for (const profile of saved?.sources ?? []) sources.add(create(profile));
  // What was just read is not to be written.
  store = kept;
  const recordings = new RecordingDesk((fileName, reader) => {
    const source = new RecordingSource({ sourceId: randomUUID(), fileName, openedAt: Date.now() }, reader, tools.sampler);
    sources.add(source, { isTemporary: true });
    return source.sourceId;
  });
  const sessions = new Set<Session>();
  const publisher = new Publisher(Date.now);
  const handlers = {
    calls: createCallHandlers({ info: { version, host }, sources, addSource, addProfile, guard, store: kept, notices, addMissing, desk, recordings }),
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
    recordings,
    async close() {
      for (const session of sessions) session.close();
      await Promise.all([desk.close(), store?.flush()]);
      store = null;
      await sources.close();
      tools.sampler.close();
    },
  };

  function addSource(wanted: CallParams<'source.add'>, kept: { readonly isTemporary?: boolean } = {}): Source {
    const source = create(newProfile(wanted, randomUUID()));
    sources.add(source, kept);
    return source;
  }

  function addMissing(profile: SourceProfile): boolean {
    if (sources.profiles.some(({ sourceId }) => sourceId === profile.sourceId)) return false;
    sources.add(create(profile));
    return true;
  }

  function addProfile(profile: SourceProfile): Source {
    const source = create({ ...profile, sourceId: randomUUID() });
    sources.add(source);
    return source;
  }

  function create(profile: SourceProfile): Source {
    switch (profile.kind) {
      case 'server':
        return new EmbeddedServer(profile, tools);
      case 'client':
        return new ClientSource(profile, tools);
      case 'admin':
        return new AdminSource(profile, tools);
    }
  }
}

function newProfile(wanted: CallParams<'source.add'>, sourceId: string): SourceProfile {
  const { environment = null, color = null, folderId = null } = wanted;
  const common = { sourceId, name: wanted.name, environment, color, folderId };
  switch (wanted.kind) {
    case 'server': {
      const { kind, host, port, settings = DEFAULT_SERVER_SETTINGS } = wanted;
      return { kind, ...common, host, port, settings, administration: null };
    }
    case 'client':
      return { kind: wanted.kind, ...common, settings: wanted.settings, rules: [] };
    case 'admin':
      return { kind: wanted.kind, ...common, settings: wanted.settings };
  }
}

function isServing({ kind, url }: SourceRow, port: number): boolean {
  return kind === 'server' && url !== null && Number(new URL(url).port) === port;
}

function warn(message: string): void {
  process.emitWarning(message, 'PatchbayWarning');
}
