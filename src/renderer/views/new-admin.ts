import { type AdminCredentials, DEFAULT_ADMIN_SETTINGS } from '../../contract/admin-settings.ts';
import type { CallParams } from '../../contract/calls.ts';
import type { ClientAddress } from '../../contract/client-address.ts';
import { adminAddress } from './admin/admin-address.ts';
import type { LabelDraft } from './label-fields.tsx';
import { nameOf } from './new-client.ts';

type NewAdmin = Extract<CallParams<'source.add'>, { kind: 'admin' }>;

interface AdminAnswers {
  readonly name: string;
  readonly label: LabelDraft;
  readonly credentials: AdminCredentials;
}

/** An admin of the server at an address, named after its host unless somebody names it. */
export function newAdmin(address: ClientAddress, { name, label, credentials }: AdminAnswers): NewAdmin {
  return {
    kind: 'admin',
    name: name.trim() === '' ? nameOf(address.origin) : name.trim(),
    ...label,
    settings: { ...DEFAULT_ADMIN_SETTINGS, ...adminAddress(address, DEFAULT_ADMIN_SETTINGS), credentials },
  };
}
