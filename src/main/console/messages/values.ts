import { ContractError, toFailure } from '../../../contract/frame.ts';
import type { JsonValue } from '../../../contract/json.ts';
import { MAX_ATTACHMENT_BYTES } from '../../../contract/message.ts';
import { putAttachments } from '../../../core/protocol/attachments.ts';

/** Arguments with their bytes in place. Fails with `BAD_PARAMS` for a placeholder without an attachment. */
export function withAttachments(args: readonly JsonValue[], base64: readonly string[] = []): readonly unknown[] {
  // Without attachments a placeholder is what it looks like: an object.
  if (base64.length === 0) return args;
  const attachments = base64.map((text) => Buffer.from(text, 'base64'));
  const bytes = attachments.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (bytes > MAX_ATTACHMENT_BYTES) throw new ContractError('BAD_PARAMS', `attachments: ${bytes} bytes are more than ${MAX_ATTACHMENT_BYTES}`);
  try {
    // Changed in place: these are ours alone.
    return structuredClone(args).map((argument) => putAttachments(argument, attachments));
  } catch (error) {
    throw new ContractError('BAD_PARAMS', `attachments: ${toFailure(error).message}`);
  }
}
