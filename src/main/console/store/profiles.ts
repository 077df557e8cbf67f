import * as z from 'zod/mini';
import { administration, adminSettings } from '../../../contract/admin-settings.ts';
import { clientSettings, replyRules } from '../../../contract/client-settings.ts';

const { password: _, ...open } = administration.shape;

/** Administration as it is kept: of the password only a bcrypt hash, `null` while none was set. */
const savedAdministration = z.object({ ...open, passwordHash: z.nullable(z.string().check(z.maxLength(256))) });
export type SavedAdministration = z.infer<typeof savedAdministration>;

const common = {
  sourceId: z.string().check(z.minLength(1), z.maxLength(128)),
  name: z.string().check(z.minLength(1), z.maxLength(512)),
  // Files of the first version have none.
  environment: z._default(z.nullable(z.enum(['dev', 'staging', 'prod'])), null),
};

const serverProfile = z.object({
  kind: z.literal('server'),
  ...common,
  host: z.string().check(z.minLength(1), z.maxLength(255)),
  port: z.int().check(z.gte(0), z.lte(65535)),
  administration: z._default(z.nullable(savedAdministration), null),
});
const clientProfile = z.object({ kind: z.literal('client'), ...common, settings: clientSettings, rules: replyRules });
const adminProfile = z.object({ kind: z.literal('admin'), ...common, settings: adminSettings });

/** What makes a source what it is, without what happens to it. */
export const sourceProfile = z.discriminatedUnion('kind', [serverProfile, clientProfile, adminProfile]);
export type ServerProfile = z.infer<typeof serverProfile>;
export type ClientProfile = z.infer<typeof clientProfile>;
export type AdminProfile = z.infer<typeof adminProfile>;
export type SourceProfile = z.infer<typeof sourceProfile>;

/** What a console keeps between its runs, beside the sources. */
export const savedHead = z.object({ isReadOnly: z._default(z.boolean(), false) });

/** What a console keeps between its runs. */
export type Saved = z.infer<typeof savedHead> & { readonly sources: readonly SourceProfile[] };
