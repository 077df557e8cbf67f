import * as z from 'zod/mini';
import { clientSettings, replyRules } from '../../../contract/client-settings.ts';
import { MAX_SOURCES } from '../limits.ts';

const sourceId = z.string().check(z.minLength(1), z.maxLength(128));
const name = z.string().check(z.minLength(1), z.maxLength(512));

const serverProfile = z.object({
  kind: z.literal('server'),
  sourceId,
  name,
  host: z.string().check(z.minLength(1), z.maxLength(255)),
  port: z.int().check(z.gte(0), z.lte(65535)),
});
const clientProfile = z.object({ kind: z.literal('client'), sourceId, name, settings: clientSettings, rules: replyRules });

/** What makes a source what it is, without what happens to it. */
const sourceProfile = z.discriminatedUnion('kind', [serverProfile, clientProfile]);
export type ServerProfile = z.infer<typeof serverProfile>;
export type ClientProfile = z.infer<typeof clientProfile>;
export type SourceProfile = z.infer<typeof sourceProfile>;

/** The file. A console of a later version may write another. */
export const savedSources = z.object({ version: z.literal(1), sources: z.array(sourceProfile).check(z.maxLength(MAX_SOURCES)) });
