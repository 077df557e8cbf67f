import { createAdapter } from '@socket.io/mongo-adapter';
import { describe } from 'vitest';
import { CollectionStandIn } from '../../fixtures/cluster/mongo-stand-in.ts';
import { clusterSentences } from './sentences.ts';

describe('a cluster over @socket.io/mongo-adapter, on a stand-in for the collection', () => {
  const collection = new CollectionStandIn();
  const medium = {
    attach: async () => ({ adapter: createAdapter(collection as never, { heartbeatInterval: 100, requestsTimeout: 1500 }), close: async () => {} }),
  };
  clusterSentences(() => medium, ['ours', 'ours'], false);
  clusterSentences(() => medium, ['ours', 'official'], false);
});
