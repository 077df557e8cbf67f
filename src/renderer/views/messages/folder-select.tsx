import { useTranslation } from 'react-i18next';
import { Select } from '../../widgets/select.tsx';

interface FolderSelectProps {
  readonly folders: readonly string[];
  /** Empty: the message folder itself. */
  readonly value: string;
  readonly onChange: (folder: string) => void;
}

/** No folder is called so: names have no slash at the end. */
const TOP = '/';

export function FolderSelect({ folders, value, onChange }: FolderSelectProps) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-1">
      <span aria-hidden className="text-xs text-fg-3">
        {t('saved.folder')}
      </span>
      <Select
        label={t('saved.folder')}
        isWide
        value={value === '' ? TOP : value}
        options={[{ value: TOP, label: t('saved.topFolder') }, ...folders.map((path) => ({ value: path, label: path }))]}
        onChange={(next) => onChange(next === TOP ? '' : next)}
        testId="folder-select"
      />
    </div>
  );
}
