import type { ClientSettings } from '../../../contract/client-settings.ts';
import type { ClientManager } from './client-manager.ts';

export function createManager(_settings: ClientSettings): ClientManager {
  throw new Error('not yet');
}
