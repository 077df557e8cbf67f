import { ContractError } from '../../../../contract/frame.ts';
import { EmbeddedServer } from '../embedded-server.ts';
import type { Source } from '../source.ts';

/** Fails with `NOT_A_SERVER`. */
export function serverOf(source: Source): EmbeddedServer {
  if (source instanceof EmbeddedServer) return source;
  throw new ContractError('NOT_A_SERVER', `"${source.describe().name}" is no server of this console`);
}
