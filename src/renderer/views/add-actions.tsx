import { LogIn } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../widgets/button.tsx';
import { DialogActions } from '../widgets/dialog.tsx';

interface AddActionsProps {
  readonly isDisabled: boolean;
  /** Without connecting. */
  readonly onAdd: () => void;
  readonly onClose: () => void;
  readonly testId: 'client' | 'admin';
}

/** At the foot of a form that adds what dials: its submit connects. */
export function AddActions({ isDisabled, onAdd, onClose, testId }: AddActionsProps) {
  const { t } = useTranslation();
  return (
    <DialogActions>
      <Button size="lg" onClick={onClose}>
        {t('common.cancel')}
      </Button>
      <Button size="lg" disabled={isDisabled} onClick={onAdd} data-testid={`${testId}-add`}>
        {t('sources.addOnly')}
      </Button>
      <Button type="submit" size="lg" variant="primary" icon={LogIn} disabled={isDisabled} data-testid={`${testId}-connect`}>
        {t('sources.addAndConnect')}
      </Button>
    </DialogActions>
  );
}
