import { useTranslation } from 'react-i18next';
import { TextField } from '../../widgets/text-field.tsx';
import type { GroupProps } from './server-groups.tsx';

/** A folder that is served beside the path. */
export function FilesGroup({ settings: { staticFolder }, onChange }: GroupProps) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t('server.folder')}
      isLarge
      isMono
      maxLength={4096}
      placeholder={t('server.folderPlaceholder')}
      value={staticFolder}
      onChange={(event) => onChange({ staticFolder: event.target.value })}
      hint={t('server.folderHint')}
      data-testid="server-folder"
    />
  );
}
