import { ContractError } from '../../../contract/frame.ts';
import type { Target } from '../../../contract/target.ts';
import type { Recipients } from '../messages/recipients.ts';
import type { LiveModel } from '../sources/live-model.ts';
import type { NodeList, RowQueries, SocketInspection } from '../sources/source.ts';
import { namespacesFeed } from './namespaces-feed.ts';
import { nodesFeed } from './nodes-feed.ts';
import { recipientsFeed } from './recipients-feed.ts';
import { roomsFeed } from './rooms-feed.ts';
import { socketFeed } from './socket-feed.ts';
import { socketsFeed } from './sockets-feed.ts';

/** A source whose rows are in the console. */
export interface ModelSource {
  readonly model: LiveModel;
  /** `null`: it knows of no servers. */
  readonly nodes: NodeList | null;
  /** `null` when the socket has left. */
  inspect(namespace: string, socketId: string): SocketInspection | null;
  recipients(target: Target): Recipients;
}

/** Answered from the model. `nodes` fails with `NOT_SUPPORTED` where there are none. */
export function modelRows(source: ModelSource): RowQueries {
  return {
    sockets: (params) => socketsFeed(source, params),
    rooms: (params) => roomsFeed(source, params),
    namespaces: (params) => namespacesFeed(source, params),
    socket: (params) => socketFeed(source, params),
    recipients: ({ target }) => recipientsFeed(source.model, (wanted) => source.recipients(wanted), { target }),
    nodes: (params) => {
      if (source.nodes === null) throw new ContractError('NOT_SUPPORTED', 'this source knows of no servers');
      return nodesFeed(source.nodes, params);
    },
  };
}
