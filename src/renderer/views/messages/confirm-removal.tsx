import { useTranslation } from 'react-i18next';
import { useAction } from '../../stores/use-action.ts';
import { Button } from '../../widgets/button.tsx';
import { Dialog, DialogActions } from '../../widgets/dialog.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';

interface ConfirmRemovalProps {
  readonly title: string;
  readonly text: string;
  /** Of the button. */
  readonly label: string;
  readonly work: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** What can not be brought back is asked about. */
export function ConfirmRemoval({ title, text, label, work, onClose }: ConfirmRemovalProps) {
  const { t } = useTranslation();
  const { run, isPending, failure } = useAction();
  return (
    <Dialog title={title} description={text} isOpen onClose={onClose} testId="confirm-removal">
      {failure !== null && <InlineFailure failure={failure} />}
      <DialogActions>
        <Button size="lg" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button size="lg" variant="solidDanger" disabled={isPending} onClick={() => run(work, onClose)} data-testid="removal-confirm">
          {label}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
