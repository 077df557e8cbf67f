import { hash, truncates } from 'bcryptjs';
import type { Administration } from '../../../contract/admin-settings.ts';
import { ContractError } from '../../../contract/frame.ts';
import type { SavedAdministration } from './profiles.ts';

/** Some 60 ms of work, done in slices. */
const ROUNDS = 10;

/** What is kept of it: the hash of a new password, or the one there was. Fails with `BAD_PARAMS`. */
export async function saveAdministration(wanted: Administration, known: SavedAdministration | null): Promise<SavedAdministration> {
  const { password, ...rest } = wanted;
  if (rest.isOn && rest.namespace === '/') throw new ContractError('BAD_PARAMS', 'administration.namespace: every client uses this one');
  // Bcrypt would leave out the rest without a word.
  if (password !== null && truncates(password)) throw new ContractError('BAD_PARAMS', 'administration.password: has more than 72 bytes');
  const passwordHash = password === null ? (known?.passwordHash ?? null) : await hash(password, ROUNDS);
  if (rest.isOn && passwordHash === null) throw new ContractError('BAD_PARAMS', 'administration.password: is needed to turn it on');
  return { ...rest, passwordHash };
}
