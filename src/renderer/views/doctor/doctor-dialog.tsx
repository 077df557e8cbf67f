import { LogIn, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DoctorBatch, DoctorFix } from '../../../contract/client-rows.ts';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import { saveEdits } from '../../stores/edits.ts';
import { useClient } from '../../stores/link.ts';
import { useAction } from '../../stores/use-action.ts';
import { useFeed } from '../../stores/use-feed.ts';
import { Button } from '../../widgets/button.tsx';
import { cn } from '../../widgets/cn.ts';
import { Dialog, DialogActions } from '../../widgets/dialog.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { DoctorStep } from './doctor-step.tsx';
import { changeOfFix, fixLabel } from './fix.ts';

export interface DoctorDialogProps {
  readonly sourceId: string;
  /** A fix that the source has no use for is not offered. */
  readonly accepts?: (change: Partial<ClientSettings>) => boolean;
  readonly onFix: (change: Partial<ClientSettings>) => void;
  /** Connects, or connects anew, with what the settings are then. */
  readonly onConnect: () => void;
  readonly onClose: () => void;
}

/** The connection doctor: each step by itself, then what it comes to. */
export function DoctorDialog({ sourceId, accepts = () => true, onFix, onConnect, onClose }: DoctorDialogProps) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const [doctor, setDoctor] = useState<DoctorBatch | null>(null);
  const feed = useFeed('doctor', { sourceId }, setDoctor);
  const state = doctor?.state ?? 'idle';
  const start = () =>
    action.run(async () => {
      await saveEdits(client, sourceId);
      await client.call('doctor.start', { sourceId });
    });
  const failure = action.failure ?? feed.failure;
  return (
    <Dialog title={t('doctor.title')} description={t('doctor.text')} isOpen isWide onClose={onClose} testId="doctor-dialog">
      <ol className="mt-3 min-h-0 flex-1 overflow-y-auto border-y border-line" data-state={state} data-testid="doctor-steps">
        {doctor?.steps.map((step) => (
          <DoctorStep key={step.step} step={step} isJudged={step.failure !== null && doctor.verdict?.advice === step.failure.advice} />
        ))}
      </ol>
      {state === 'cancelled' && <p className="mt-3 text-fg-2">{t('doctor.cancelled')}</p>}
      {state === 'done' && doctor !== null && doctor.verdict !== null && <Verdict verdict={doctor.verdict} accepts={accepts} onFix={onFix} />}
      {failure !== null && <InlineFailure failure={failure} />}
      <DialogActions>
        {state === 'running' ? (
          <Button size="lg" onClick={() => action.run(() => client.call('doctor.cancel', { sourceId }))} data-testid="doctor-cancel">
            {t('doctor.cancel')}
          </Button>
        ) : (
          <Button size="lg" icon={RotateCw} onClick={start} disabled={action.isPending} data-testid="doctor-again">
            {t('doctor.again')}
          </Button>
        )}
        <Button size="lg" onClick={onClose}>
          {t('common.close')}
        </Button>
        {state === 'done' && (
          <Button
            size="lg"
            variant="primary"
            icon={LogIn}
            onClick={() => {
              onConnect();
              onClose();
            }}
            data-testid="doctor-connect"
          >
            {t('client.connect')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

interface VerdictProps {
  readonly verdict: NonNullable<DoctorBatch['verdict']>;
  readonly accepts: (change: Partial<ClientSettings>) => boolean;
  readonly onFix: (change: Partial<ClientSettings>) => void;
}

function Verdict({ verdict, accepts, onFix }: VerdictProps) {
  const { t } = useTranslation();
  const { advice, fix } = verdict;
  const isOwn = advice === 'HEALTHY' || advice === 'NOT_STICKY';
  const title = isOwn ? t(`doctor.${advice}.title`) : t(`advice.${advice}.title`);
  const text = isOwn ? t(`doctor.${advice}.text`) : t(`advice.${advice}.text`);
  return (
    <div role="status" data-testid="doctor-verdict" data-advice={advice} className="mt-3 flex items-start gap-4">
      <div className="min-w-0 flex-1">
        <h3 className={cn('text-md font-strong', advice === 'HEALTHY' ? 'text-ok' : advice === 'NOT_STICKY' ? 'text-warn' : 'text-err')}>{title}</h3>
        <p className="text-fg-2">{text}</p>
      </div>
      {fix !== null && accepts(changeOfFix(fix)) && <FixButton fix={fix} onFix={onFix} />}
    </div>
  );
}

function FixButton({ fix, onFix }: { readonly fix: DoctorFix; readonly onFix: VerdictProps['onFix'] }) {
  const { t } = useTranslation();
  const [isApplied, setIsApplied] = useState(false);
  if (isApplied) return <span className="shrink-0 text-ok">{t('doctor.fixed')}</span>;
  return (
    <Button
      onClick={() => {
        onFix(changeOfFix(fix));
        setIsApplied(true);
      }}
      data-testid="doctor-fix"
    >
      {fixLabel(t, fix)}
    </Button>
  );
}
