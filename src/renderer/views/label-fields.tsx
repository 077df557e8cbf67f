import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../contract/rows.ts';
import { useSources } from '../stores/sources.ts';
import { Select } from '../widgets/select.tsx';
import { EnvironmentField } from './environment.tsx';
import { ColorField } from './source-color.tsx';

/** How a source is kept in the list, whatever kind it is. */
export type LabelDraft = Pick<SourceRow, 'environment' | 'color' | 'folderId'>;

export const NO_LABEL: LabelDraft = { environment: null, color: null, folderId: null };

interface LabelFieldsProps {
  readonly label: LabelDraft;
  readonly onChange: (label: LabelDraft) => void;
}

const NONE = 'none';

export function LabelFields({ label, onChange }: LabelFieldsProps) {
  const { t } = useTranslation();
  const folders = useSources((state) => state.folders);
  return (
    <>
      <EnvironmentField environment={label.environment} onChange={(environment) => onChange({ ...label, environment })} />
      <ColorField color={label.color} onChange={(color) => onChange({ ...label, color })} />
      {folders.length > 0 && (
        <div className="flex flex-col gap-1">
          <span aria-hidden className="text-xs text-fg-3">
            {t('sourceList.folder')}
          </span>
          <Select
            label={t('sourceList.folder')}
            isWide
            value={label.folderId ?? NONE}
            options={[{ value: NONE, label: t('sourceList.noFolder') }, ...folders.map(({ folderId, name }) => ({ value: folderId, label: name }))]}
            onChange={(value) => onChange({ ...label, folderId: value === NONE ? null : value })}
            testId="source-folder"
          />
        </div>
      )}
    </>
  );
}
