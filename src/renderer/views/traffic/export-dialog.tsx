import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PacketFilter } from '../../../contract/calls.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../../contract/export-calls.ts';
import { RECORDING_SUFFIX } from '../../../contract/recording-calls.ts';
import type { Failure, SourceRow } from '../../../contract/rows.ts';
import { failureOf } from '../../i18n/failure.ts';
import { useClient } from '../../stores/link.ts';
import { notify } from '../../stores/notifications.ts';
import { type ExportProgress, exportTraffic } from '../../stores/traffic-export.ts';
import { Button } from '../../widgets/button.tsx';
import { Dialog, DialogActions } from '../../widgets/dialog.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { Checkbox } from '../../widgets/toggles.tsx';
import { downloadBlob } from '../download.ts';

type Scope = 'all' | 'matching' | 'selected';

export interface ExportDialogProps {
  readonly source: SourceRow;
  readonly where: PacketFilter;
  /** What is selected is what is wanted, if anything is. */
  readonly seqs: readonly number[];
  readonly onClose: () => void;
}

/** What of the log goes into a file, and how; then how far it is. */
export function ExportDialog({ source, where, seqs, onClose }: ExportDialogProps) {
  const { t } = useTranslation();
  const client = useClient();
  const isFiltered = (where.filter ?? '') !== '';
  const scopes: readonly Scope[] = ['all', ...(isFiltered ? (['matching'] as const) : []), ...(seqs.length > 0 ? (['selected'] as const) : [])];
  const [format, setFormat] = useState<ExportFormat>('jsonl');
  const [scope, setScope] = useState<Scope>(scopes.at(-1) ?? 'all');
  const [withSecrets, setWithSecrets] = useState(false);
  const [progress, setProgress] = useState<ExportProgress | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function run(): Promise<void> {
    const abort = new AbortController();
    running.current = abort;
    setFailure(null);
    setProgress({ written: 0, progress: 0 });
    const { heartbeats = false } = where;
    const request = {
      sourceId: source.sourceId,
      where: scope === 'matching' ? where : { heartbeats },
      seqs: scope === 'selected' ? [...seqs] : null,
      format,
      withSecrets,
    };
    try {
      const exported = await exportTraffic(client, request, abort.signal, setProgress);
      if (exported === null) return;
      downloadBlob(fileName(source.name, format), exported.blob);
      notify('ok', t('export.done', { count: exported.written }));
      onClose();
    } catch (error) {
      setFailure(failureOf(error));
      setProgress(null);
    }
  }

  function cancel(): void {
    if (progress === null) {
      onClose();
      return;
    }
    running.current?.abort();
    setProgress(null);
    notify('ok', t('export.cancelled'));
  }

  const isRunning = progress !== null;
  return (
    <Dialog title={t('export.title')} isOpen onClose={onClose} testId="export-dialog">
      <div className="mt-4 flex flex-col gap-3">
        <Choice label={t('export.format')}>
          <Segmented
            label={t('export.format')}
            value={format}
            options={EXPORT_FORMATS.map((value) => ({ value, label: t(`export.formats.${value}`), testId: `export-${value}` }))}
            onChange={setFormat}
          />
          {format === 'recording' && <p className="mt-1 text-sm text-fg-3">{t('export.recordingHint')}</p>}
        </Choice>
        {scopes.length > 1 && (
          <Choice label={t('export.scope')}>
            <Segmented
              label={t('export.scope')}
              value={scope}
              options={scopes.map((value) => ({
                value,
                label: value === 'selected' ? t('export.scopes.selected', { count: seqs.length }) : t(`export.scopes.${value}`),
              }))}
              onChange={setScope}
            />
          </Choice>
        )}
        <div>
          <Checkbox label={t('export.withSecrets')} isOn={withSecrets} onChange={setWithSecrets} testId="export-secrets" />
          <p className="mt-1 text-sm text-fg-3">{t('export.secretsHint')}</p>
        </div>
        {isRunning && (
          <div>
            <p role="status" className="mb-1 text-sm text-fg-2">
              {t('export.running', { count: progress.written })}
            </p>
            <progress aria-label={t('export.progress')} value={progress.progress} max={1} className="bar-progress block h-1.5 w-full" />
          </div>
        )}
        {failure !== null && <InlineFailure failure={failure} />}
      </div>
      <DialogActions>
        <Button size="lg" onClick={cancel} data-testid="export-cancel">
          {isRunning ? t('export.cancel') : t('common.cancel')}
        </Button>
        <Button size="lg" variant="primary" disabled={isRunning} onClick={() => void run()} data-testid="export-start">
          {t('export.start')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Choice({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <p className="mb-1 text-xs text-fg-3">{label}</p>
      {children}
    </div>
  );
}

function fileName(source: string, format: ExportFormat): string {
  const name = source.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 60);
  const at = new Date().toISOString().slice(0, 19).replaceAll(/[:T]/g, '-');
  return `${name}-traffic-${at}${format === 'recording' ? RECORDING_SUFFIX : `.${format}`}`;
}
