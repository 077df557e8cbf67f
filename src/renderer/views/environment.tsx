import { useTranslation } from 'react-i18next';
import type { Environment } from '../../contract/rows.ts';
import { cn } from '../widgets/cn.ts';
import { Segmented } from '../widgets/segmented.tsx';

const TONES: Readonly<Record<Environment, string>> = {
  dev: 'border border-line-control text-fg-2',
  staging: 'bg-warn-soft text-warn',
  // The only one that is filled.
  prod: 'bg-err-solid font-medium text-on-solid',
};

/** How careful to be with a source. The word is the same in every language. */
export function EnvironmentTag({ environment }: { readonly environment: Environment | null }) {
  if (environment === null) return null;
  return (
    <span
      data-testid="environment"
      data-environment={environment}
      className={cn('inline-flex h-4 shrink-0 items-center rounded-1 px-1.25 text-xs leading-none whitespace-nowrap', TONES[environment])}
    >
      {environment}
    </span>
  );
}

interface EnvironmentFieldProps {
  readonly environment: Environment | null;
  readonly onChange: (environment: Environment | null) => void;
}

export function EnvironmentField({ environment, onChange }: EnvironmentFieldProps) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-1">
      <span aria-hidden className="text-xs text-fg-3">
        {t('environment.label')}
      </span>
      <Segmented
        label={t('environment.label')}
        isWide
        value={environment ?? 'none'}
        options={[
          { value: 'none', label: t('environment.none') },
          ...(['dev', 'staging', 'prod'] as const).map((value) => ({ value, label: value, testId: `environment-${value}` })),
        ]}
        onChange={(value) => onChange(value === 'none' ? null : value)}
      />
      {environment === 'prod' && <span className="text-xs text-fg-3">{t('environment.prodHint')}</span>}
    </div>
  );
}
