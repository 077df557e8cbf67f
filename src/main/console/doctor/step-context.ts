import type { DoctorStepName, StageName } from '../../../contract/client-rows.ts';
import type { FailureContext } from '../client/advise.ts';
import type { Checkup } from './checkup.ts';

const STAGES: Readonly<Record<DoctorStepName, StageName>> = {
  dns: 'dns',
  tcp: 'tcp',
  tls: 'tls',
  polling: 'handshake',
  revision: 'handshake',
  path: 'handshake',
  websocket: 'probe',
  sticky: 'handshake',
  namespace: 'connect',
};

/** Where a step's failure happened, as a client's stages name it. */
export function contextOf(step: DoctorStepName, { settings, target }: Pick<Checkup, 'settings' | 'target'>): FailureContext {
  return {
    stage: STAGES[step],
    transport: step === 'websocket' ? 'websocket' : 'polling',
    isSecure: target.isSecure,
    port: target.port,
    hasProxy: settings.proxy !== '',
  };
}
