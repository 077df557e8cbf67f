import { ContractError } from '../../../contract/frame.ts';
import { LimitError } from '../../../core/errors.ts';

/** What the server said it does not take is no mistake of ours: it fails with `MESSAGE_TOO_LARGE`. */
export function refusing(send: () => void): void {
  try {
    send();
  } catch (error) {
    if (error instanceof LimitError) throw new ContractError('MESSAGE_TOO_LARGE', error.message);
    throw error;
  }
}
