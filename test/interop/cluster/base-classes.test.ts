// The base classes themselves, over a medium in this process: ours with ours, and ours with `socket.io-adapter`'s, which
// understand each other's messages.

import { describe } from 'vitest';
import { Hub, hubAttachment } from '../../fixtures/cluster/hub.ts';
import { clusterSentences } from './sentences.ts';

describe('a cluster of the base classes for adapters', () => {
  for (const kinds of [
    ['ours', 'ours'],
    ['ours', 'official'],
  ] as const) {
    const hub = new Hub();
    clusterSentences(() => ({ attach: async (kind) => hubAttachment(hub, kind) }), kinds, false);
  }
});
