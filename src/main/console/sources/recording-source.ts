import { ContractError } from '../../../contract/frame.ts';
import type { Capability, RecordingRow, SourceRow } from '../../../contract/rows.ts';
import type { Target } from '../../../contract/target.ts';
import type { ProcessSampler } from '../../../core/admin/process-sampler.ts';
import { type KnownRecipients, recipientsOf } from '../messages/recipients.ts';
import { SendLog } from '../messages/send-log.ts';
import { Metrics } from '../metrics/metrics.ts';
import { modelRows } from '../queries/model-rows.ts';
import type { RecordingReader } from '../recording/recording-reader.ts';
import { relabelled, type SourceLabel } from '../store/profiles.ts';
import type { TrafficLog } from '../traffic/traffic-log.ts';
import { LiveModel } from './live-model.ts';
import { type Population, requireNone, type Source, type SourceSettings } from './source.ts';

/** Without what says that it is a file of traffic. */
const SUFFIX = /(?<=.)\.(patchbaylog|jsonl)$/i;

/** What a source, here or elsewhere, was exported as. It is there to be read: nothing happens to it, and it lasts as long as the console. */
export class RecordingSource implements Source {
  readonly kind = 'recording';
  readonly capabilities: ReadonlySet<Capability>;
  readonly dialling = null;
  readonly administrator = null;
  readonly nodes = null;
  readonly profile = null;
  readonly rows = modelRows(this);
  /** Its namespaces, to choose from. */
  readonly model = new LiveModel();
  readonly traffic: TrafficLog;
  readonly metrics: Metrics;
  readonly sends = new SendLog();
  readonly sourceId: string;
  readonly #recording: RecordingRow;
  readonly #openedAt: number;
  #label: SourceLabel;

  constructor(
    { sourceId, fileName, openedAt }: { readonly sourceId: string; readonly fileName: string; readonly openedAt: number },
    { log, facts, namespaces, hasHeartbeats }: RecordingReader,
    sampler: ProcessSampler,
  ) {
    this.sourceId = sourceId;
    this.capabilities = new Set<Capability>(['traffic', ...(hasHeartbeats ? (['heartbeats'] as const) : [])]);
    this.traffic = log;
    this.metrics = new Metrics(sampler);
    this.#recording = { fileName, ...facts };
    this.#openedAt = openedAt;
    this.#label = { name: fileName.replace(SUFFIX, ''), environment: null, color: null, folderId: null };
    for (const namespace of namespaces) this.model.addNamespace(namespace, facts.span?.from ?? openedAt);
  }

  get population(): Population {
    return this.model.population;
  }

  describe(): SourceRow {
    return {
      sourceId: this.sourceId,
      kind: this.kind,
      ...this.#label,
      state: 'stopped',
      failure: null,
      since: this.#openedAt,
      host: '',
      port: 0,
      url: null,
      administration: null,
      server: null,
      capabilities: [...this.capabilities],
      counts: { sockets: 0, rooms: 0, namespaces: this.population.namespaces },
      recording: this.#recording,
    };
  }

  /** Its label alone. Fails with `BAD_PARAMS`. */
  configure({ name, environment, color, folderId, ...ofServers }: Partial<SourceSettings>): void {
    requireNone(ofServers);
    this.#label = relabelled(this.#label, { name, environment, color, folderId });
  }

  async close(): Promise<void> {}

  inspect(): null {
    return null;
  }

  recipients(target: Target): KnownRecipients {
    return recipientsOf(this, target);
  }

  async open(): Promise<never> {
    throw refusal();
  }

  send(): never {
    throw refusal();
  }

  async bulk(): Promise<never> {
    throw refusal();
  }

  async join(): Promise<never> {
    throw refusal();
  }

  async leave(): Promise<never> {
    throw refusal();
  }

  disconnect(): never {
    throw refusal();
  }

  audit(): never {
    throw refusal();
  }
}

function refusal(): ContractError {
  return new ContractError('NOT_SUPPORTED', 'a recording is what passed: nothing more happens to it');
}
