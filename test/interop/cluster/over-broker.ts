import { afterAll, beforeAll, describe } from 'vitest';
import { type Broker, hasBroker, startBroker } from '../../fixtures/cluster/brokers.ts';
import { MEDIA, type MediumName } from '../../fixtures/cluster/media.ts';
import { clusterSentences, strangeNames } from './sentences.ts';

/** The sentences over a medium, on a broker of its own. */
export function clusterOver(name: MediumName): void {
  const medium = MEDIA[name];
  describe.runIf(hasBroker(medium.broker))(`a cluster over ${name}`, () => {
    let broker: Broker;
    beforeAll(async () => {
      broker = await startBroker(medium.broker);
    }, 60_000);
    afterAll(() => broker.close(), 30_000);

    const { attachEmitter } = medium;
    const attached = () => ({
      attach: () => medium.attach(broker.url),
      attachEmitter: attachEmitter && (() => attachEmitter(broker.url)),
    });
    clusterSentences(attached, ['ours', 'ours'], attachEmitter !== undefined);
    // Of our own adapters, which choose names for the medium: of the others that is tested by their authors.
    if (!medium.isOfficial) strangeNames(attached);
    else clusterSentences(attached, ['ours', 'official'], attachEmitter !== undefined);
  });
}
