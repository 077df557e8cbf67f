// What is used of the package `prom-client`, which a program that wants metrics installs beside this one.

import { createRequire } from 'node:module';
import { UsageError } from '../../errors.ts';

export interface PromClient {
  readonly Registry: {
    new (): PromRegistry;
    merge(registries: PromRegistry[]): PromRegistry;
  };
  readonly Gauge: new (options: PromMetricOptions) => PromMetric;
  readonly Counter: new (options: PromMetricOptions) => PromMetric;
  collectDefaultMetrics(options: { readonly register: PromRegistry }): void;
}

export interface PromRegistry {
  readonly contentType: string;
  metrics(): Promise<string>;
}

export interface PromMetricOptions {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  readonly registers: readonly PromRegistry[];
  /** Called for each scrape. */
  readonly collect: () => void;
}

export interface PromMetric {
  reset(): void;
  inc(labels: Readonly<Record<string, string>>, value: number): void;
}

let processRegistry: PromRegistry | undefined;

/** Throws a UsageError `MISSING_PACKAGE`. */
export function loadPromClient(): PromClient {
  const load = createRequire(import.meta.url);
  try {
    return load('prom-client') as PromClient;
  } catch (error) {
    throw new UsageError('MISSING_PACKAGE', 'the option `metrics` needs the package `prom-client`: npm install prom-client', { cause: error });
  }
}

/** Memory, event loop and the like are the process's: watched once, and until it ends, since `prom-client` knows no end. */
export function processMetrics(client: PromClient): PromRegistry {
  if (processRegistry === undefined) {
    processRegistry = new client.Registry();
    client.collectDefaultMetrics({ register: processRegistry });
  }
  return processRegistry;
}
