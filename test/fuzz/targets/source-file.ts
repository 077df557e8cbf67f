import { ContractError } from '../../../src/contract/frame.ts';
import { variables as variableList } from '../../../src/contract/message-rows.ts';
import { savedHistory } from '../../../src/main/console/messages/history.ts';
import { savedVariables, VariableStore } from '../../../src/main/console/messages/variable-store.ts';
import { sourceProfile } from '../../../src/main/console/store/profiles.ts';
import type { SecretBox } from '../../../src/main/console/store/secret-box.ts';
import { readSourceFile, writeSourceFile } from '../../../src/main/console/store/source-file.ts';
import { exportText } from '../../../src/main/console/transfer/export-sources.ts';
import { readImport } from '../../../src/main/console/transfer/import-sources.ts';
import { attempt, codeOf, must, type Target } from '../target.ts';
import { sampleOf } from './schema-sample.ts';

const box: SecretBox = {
  seal: (text) => Buffer.from(text).toString('base64'),
  open(sealed) {
    if (!/^[\w+/=]+$/.test(sealed)) throw new Error('of somebody else');
    return Buffer.from(sealed, 'base64').toString();
  },
};
const WORDS = [
  'version',
  'sources',
  'kind',
  'sourceId',
  'settings',
  'secrets',
  'sealed',
  'plain',
  'path',
  'value',
  'rules',
  'answer',
  'args',
  'auth',
  'folders',
  'folderId',
  'isReadOnly',
  'administration',
  'format',
  'patchbay-sources',
  'secretsLeftOut',
  'environment',
  'prod',
  'server',
  'client',
  'admin',
];

function samples(): readonly object[] {
  return Array.from({ length: 12 }, (_, seed) => sampleOf(sourceProfile, seed) as object);
}

/** `sources.json` of any version, whole or cut. */
export const sourceFile: Target = {
  name: 'source-file',
  format: 'json',
  weight: 2,
  words: WORDS,
  seeds: () =>
    samples().flatMap((profile) =>
      [1, 2].map((version) =>
        JSON.stringify({ version, isReadOnly: false, folders: [], sources: [{ ...profile, secrets: null }] }, null, 2).replaceAll('\n', ' '),
      ),
    ),
  run(input) {
    const file = readSourceFile(input, box);
    readSourceFile(input, null);
    if (file.type !== 'read') return file.type;
    must(
      file.saved.sources.every((profile) => sourceProfile.safeParse(profile).success),
      'reads a source that is none',
    );
    const again = readSourceFile(writeSourceFile(file.saved, box, file.sealed), box);
    must(again.type === 'read' && again.unread.length === 0, 'does not read what it wrote');
    must(JSON.stringify(again.saved) === JSON.stringify(file.saved), 'reads other sources from what it wrote');
    const exported = exportText(file.saved.sources, file.saved.folders);
    const entries = readImport(exported.text);
    must(entries.length === file.saved.sources.length && entries.every(({ profile }) => profile !== null), 'can not import what it exports');
    return file.unread.length > 0 ? 'DAMAGED' : 'ok';
  },
};

/** A file of sources from elsewhere. */
export const importFile: Target = {
  name: 'import-file',
  format: 'json',
  weight: 2,
  words: WORDS,
  seeds: () =>
    samples().map((profile) =>
      JSON.stringify({ format: 'patchbay-sources', version: 1, sources: [{ ...profile, folder: 'Local', secretsLeftOut: ['settings.token'] }] }),
    ),
  run(input) {
    const read = attempt(() => readImport(input), ContractError);
    if (!read.isOk) {
      must(codeOf(read.error) === 'BAD_IMPORT', `fails with ${codeOf(read.error)}`);
      return 'BAD_IMPORT';
    }
    for (const { entry, profile } of read.value) {
      must((profile === null) === (entry.problem !== null), 'an entry has a problem and a profile, or neither');
      must(entry.name.length <= 512, 'a name is too long');
      if (profile !== null) must(sourceProfile.safeParse(profile).success, 'imports what is no profile');
    }
    return read.value.some(({ profile }) => profile !== null) ? 'ok' : 'NOTHING';
  },
};

/** The small files beside it: variables, history. */
export const savedFile: Target = {
  name: 'saved-file',
  format: 'json',
  weight: 1,
  words: [
    'version',
    'messageFolder',
    'variables',
    'sealed',
    'plain',
    'name',
    'value',
    'entries',
    'historyId',
    'at',
    'times',
    'message',
    'args',
    'target',
  ],
  seeds: () => [0, 1, 2, 3].flatMap((seed) => [savedVariables, savedHistory].map((schema) => JSON.stringify(sampleOf(schema, seed)))),
  run(input) {
    const value = attempt(() => JSON.parse(input) as unknown, SyntaxError);
    if (!value.isOk) return 'NOT_JSON';
    const history = savedHistory.safeParse(value.value);
    if (history.success) return 'ok';
    const variables = savedVariables.safeParse(value.value);
    if (!variables.success) return 'UNREADABLE';
    const store = new VariableStore(variables.data.variables, box, () => {});
    must(variableList.safeParse(store.list).success, 'variables are none');
    return 'ok';
  },
};
