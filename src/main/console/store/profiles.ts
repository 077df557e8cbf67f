import * as z from 'zod/mini';
import { administration, adminSettings } from '../../../contract/admin-settings.ts';
import { clientSettings, replyRules } from '../../../contract/client-settings.ts';
import { DEFAULT_SERVER_SETTINGS, serverSettings } from '../../../contract/server-settings.ts';
import { environment, folder, folderId, type SourceFolder, sourceColor } from '../../../contract/source-list.ts';
import { MAX_FOLDERS } from '../limits.ts';

const { password: _, ...open } = administration.shape;

/** Administration as it is kept: of the password only a bcrypt hash, `null` while none was set. */
const savedAdministration = z.object({ ...open, passwordHash: z.nullable(z.string().check(z.maxLength(256))) });
export type SavedAdministration = z.infer<typeof savedAdministration>;

const common = {
  sourceId: z.string().check(z.minLength(1), z.maxLength(128)),
  name: z.string().check(z.minLength(1), z.maxLength(512)),
  // Files of the first version have none of these.
  environment: z._default(environment, null),
  color: z._default(sourceColor, null),
  folderId: z._default(z.nullable(folderId), null),
};

const serverProfile = z.object({
  kind: z.literal('server'),
  ...common,
  host: z.string().check(z.minLength(1), z.maxLength(255)),
  port: z.int().check(z.gte(0), z.lte(65535)),
  settings: z._default(serverSettings, DEFAULT_SERVER_SETTINGS),
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

/** What of it a person can choose at any time, whatever kind it is. */
export type SourceLabel = Pick<SourceProfile, 'name' | 'environment' | 'color' | 'folderId'>;

export function labelOf({ name, environment, color, folderId }: SourceLabel): SourceLabel {
  return { name, environment, color, folderId };
}

type LabelChange = { readonly [Key in keyof SourceLabel]?: SourceLabel[Key] | undefined };

/** The label with what is given of another. */
export function relabelled(label: SourceLabel, { name, environment, color, folderId }: LabelChange): SourceLabel {
  return {
    name: name ?? label.name,
    environment: environment === undefined ? label.environment : environment,
    color: color === undefined ? label.color : color,
    folderId: folderId === undefined ? label.folderId : folderId,
  };
}

/** What a console keeps between its runs, beside the sources. */
export const savedHead = z.object({
  isReadOnly: z._default(z.boolean(), false),
  folders: z._default(z.array(folder).check(z.maxLength(MAX_FOLDERS)), []),
});

/** What a console keeps between its runs. */
export interface Saved {
  readonly isReadOnly: boolean;
  readonly folders: readonly SourceFolder[];
  readonly sources: readonly SourceProfile[];
}
