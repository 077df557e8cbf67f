import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptFile, StoreFacts } from '../../../contract/notices.ts';
import type { Failure } from '../../../contract/rows.ts';
import { failureOf } from '../../i18n/failure.ts';
import { formatBytes, formatDateTime } from '../../i18n/format.ts';
import { useClient } from '../../stores/link.ts';
import { useAction } from '../../stores/use-action.ts';
import { Button } from '../../widgets/button.tsx';
import { CopyButton } from '../../widgets/copy-button.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { SettingRow } from './setting-row.tsx';

/** Where the sources are kept, and what can be brought back. */
export function DataPage() {
  const { t } = useTranslation();
  const { facts, failure, load } = useStoreFacts();
  if (failure !== null) return <InlineFailure failure={failure} />;
  if (facts === null) return <div aria-busy className="h-24" />;
  const { folder, secretKeeper, problem, files } = facts;
  return (
    <>
      <SettingRow name={t('data.folder')} hint={t('data.folderHint')}>
        {folder === null ? (
          <span className="text-sm text-fg-3">{t('data.noFolder')}</span>
        ) : (
          <>
            <span data-selectable className="max-w-64 truncate font-mono text-code text-fg-2" title={folder}>
              {folder}
            </span>
            <CopyButton text={folder} label={t('common.copy')} />
          </>
        )}
      </SettingRow>
      <SettingRow name={t('data.secrets')} hint={t(`data.keeperHints.${secretKeeper}`)}>
        <span data-testid="secret-keeper" className={secretKeeper === 'keychain' ? 'text-sm text-ok' : 'text-sm text-warn'}>
          {t(`data.keepers.${secretKeeper}`)}
        </span>
      </SettingRow>
      {problem !== null && (
        <p role="alert" className="my-2 rounded-2 bg-err-soft p-2 text-sm text-err">
          {t('data.notSaved')} <span className="font-mono text-code break-all">{problem}</span>
        </p>
      )}
      <h3 className="mt-4 mb-1 text-sm text-fg-3">{t('data.files')}</h3>
      {files.length === 0 && <p className="text-md text-fg-3">{t('data.noFiles')}</p>}
      <ul>
        {files.map((file) => (
          <File key={file.name} file={file} onRestored={load} />
        ))}
      </ul>
    </>
  );
}

function useStoreFacts() {
  const client = useClient();
  const [facts, setFacts] = useState<StoreFacts | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const load = useCallback(() => {
    client.call('store.describe', {}).then(setFacts, (error: unknown) => setFailure(failureOf(error)));
  }, [client]);
  useEffect(load, [load]);
  return { facts, failure, load };
}

function File({ file, onRestored }: { readonly file: KeptFile; readonly onRestored: () => void }) {
  const { t } = useTranslation();
  const client = useClient();
  const { run, isPending, failure } = useAction();
  const [added, setAdded] = useState<number | null>(null);
  const { name, at, sources, bytes, isBackup } = file;
  return (
    <li className="flex min-h-9 items-center gap-3 border-b border-line-soft text-sm last:border-b-0" data-testid="kept-file">
      <span className="min-w-0 flex-1" title={name}>
        <span className="block text-fg">{t(isBackup ? 'data.backup' : 'data.aside', { time: formatDateTime(at) })}</span>
        <span className="block truncate text-xs text-fg-3">
          {sources === null ? t('data.unreadable') : t('data.sources', { count: sources })} · {formatBytes(bytes)}
        </span>
      </span>
      {failure !== null && <InlineFailure failure={failure} />}
      {added !== null && <span className="text-ok">{t('data.restored', { count: added })}</span>}
      {sources !== null && sources > 0 && (
        <Button
          size="sm"
          disabled={isPending}
          onClick={() => run(async () => setAdded((await client.call('store.restore', { name })).added), onRestored)}
          data-testid="kept-restore"
        >
          {t('data.restore')}
        </Button>
      )}
    </li>
  );
}
