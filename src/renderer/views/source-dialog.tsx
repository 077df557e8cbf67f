import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../contract/rows.ts';
import { Dialog } from '../widgets/dialog.tsx';
import { Segmented } from '../widgets/segmented.tsx';
import { AdminForm } from './admin-form.tsx';
import { ClientForm } from './client-form.tsx';
import { RenameForm } from './rename-form.tsx';
import { ServerForm } from './server-form.tsx';
import { canRun, dials } from './source-words.ts';

const KINDS = ['server', 'admin', 'client'] as const;
type Kind = (typeof KINDS)[number];

export interface SourceDialogProps {
  /** The source to edit, or `null` to add one. */
  readonly source: SourceRow | null;
  /** What to add, with what is known of it. */
  readonly adding?: { readonly kind: Kind; readonly url: string } | undefined;
  readonly onClose: () => void;
}

export function SourceDialog({ source, adding, onClose }: SourceDialogProps) {
  const { t } = useTranslation();
  // Of what listens nowhere its label alone can be changed here.
  const isLabelled = source !== null && (dials(source) || !canRun(source));
  const title = source === null ? t('sources.addTitle') : isLabelled ? t('sources.editConnectionTitle') : t('sources.editTitle');
  return (
    <Dialog title={title} isOpen isTall onClose={onClose}>
      {source === null ? (
        <NewSource adding={adding} onClose={onClose} />
      ) : isLabelled ? (
        <RenameForm source={source} onClose={onClose} />
      ) : (
        <ServerForm source={source} onClose={onClose} />
      )}
    </Dialog>
  );
}

/** Which kind, then its form. */
function NewSource({ adding, onClose }: Pick<SourceDialogProps, 'adding' | 'onClose'>) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<Kind>(adding?.kind ?? 'server');
  return (
    <>
      <div className="mt-4">
        <Segmented
          label={t('sources.kind')}
          isWide
          value={kind}
          options={KINDS.map((value) => ({ value, label: t(`sources.kinds.${value}`), testId: `source-kind-${value}` }))}
          onChange={setKind}
        />
      </div>
      {kind === 'server' && <ServerForm source={null} onClose={onClose} />}
      {kind === 'admin' && <AdminForm url={adding?.url ?? ''} onClose={onClose} />}
      {kind === 'client' && <ClientForm onClose={onClose} />}
    </>
  );
}
