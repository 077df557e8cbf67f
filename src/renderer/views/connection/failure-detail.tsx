import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StageFailureRow } from '../../../contract/client-rows.ts';
import { cn } from '../../widgets/cn.ts';
import { JsonText } from '../../widgets/json-text.tsx';
import { failureValue } from './failure-value.ts';

interface FailureDetailProps {
  readonly failure: StageFailureRow;
  /** What it was tried with: an address, a URL, a namespace. */
  readonly target: string | null;
  /** Without what to try: that is said elsewhere. */
  readonly isBrief?: boolean;
  readonly testId?: string;
  readonly className?: string;
  /** Up to two buttons. */
  readonly children?: ReactNode;
}

/** What failed, with which value, and what to try. */
export function FailureDetail({ failure, target, isBrief = false, testId, className, children }: FailureDetailProps) {
  const { t } = useTranslation();
  const { advice, body, data } = failure;
  return (
    <div data-testid={testId} className={cn('flex max-w-200 flex-col gap-1.5', className)}>
      {!isBrief && <h3 className="font-strong text-err">{t(`advice.${advice}.title`)}</h3>}
      <p data-selectable className="font-mono text-code break-all text-fg-2">
        {target !== null && target !== '' && <span className="text-fg">{target} → </span>}
        {failureValue(t, failure)}
      </p>
      {data !== null && (
        <Labelled label={t('attempts.data')}>
          <JsonText text={JSON.stringify(data)} />
        </Labelled>
      )}
      {body !== null && body.trim() !== '' && !failure.message.includes(body.trim()) && <Labelled label={t('attempts.body')}>{body.trim()}</Labelled>}
      {!isBrief && <p className="text-fg-2">{t(`advice.${advice}.text`)}</p>}
      {children !== undefined && <div className="mt-1 flex flex-wrap gap-2">{children}</div>}
    </div>
  );
}

function Labelled({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <p data-selectable className="line-clamp-3 font-mono text-code break-all text-fg">
      <span className="mr-2 font-ui text-sm text-fg-3">{label}</span>
      {children}
    </p>
  );
}
