import { ContractError } from '../../../contract/frame.ts';
import { ClientSource } from './client-source.ts';
import type { Source } from './source.ts';

/** The source as the client it is. Fails with `NOT_A_CLIENT`. */
export function clientOf(source: Source): ClientSource {
  if (source instanceof ClientSource) return source;
  throw new ContractError('NOT_A_CLIENT', `"${source.describe().name}" is not a client`);
}
