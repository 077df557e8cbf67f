import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../stores/use-action.ts';
import { Button } from '../widgets/button.tsx';
import { Dialog, DialogActions } from '../widgets/dialog.tsx';
import { InlineFailure } from '../widgets/notes.tsx';
import { TextField } from '../widgets/text-field.tsx';

interface NameDialogProps {
  readonly title: string;
  readonly description?: string;
  readonly initial: string;
  readonly maxLength: number;
  /** Of the button; by default it saves. */
  readonly action?: string;
  readonly testId: string;
  /** Gets the name without spaces around it; closes once that went well. */
  readonly onSave: (name: string) => Promise<unknown>;
  readonly onClose: () => void;
  /** What is asked beside the name. */
  readonly children?: ReactNode;
}

/** Asks what something is to be called. */
export function NameDialog({ title, description, initial, maxLength, action, testId, onSave, onClose, children }: NameDialogProps) {
  const { t } = useTranslation();
  const { run, isPending, failure } = useAction();
  const [text, setText] = useState(initial);
  const name = text.trim();

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (name !== '') run(() => onSave(name), onClose);
  }

  return (
    <Dialog title={title} description={description} isOpen onClose={onClose} testId={testId}>
      <form onSubmit={onSubmit} className="mt-4 flex flex-col gap-3">
        <TextField
          label={t('sources.name')}
          isLarge
          autoFocus
          maxLength={maxLength}
          value={text}
          onChange={(event) => setText(event.target.value)}
          data-testid={`${testId}-name`}
        />
        {children}
        {failure !== null && <InlineFailure failure={failure} />}
        <DialogActions>
          <Button size="lg" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" size="lg" variant="primary" disabled={name === '' || isPending} data-testid={`${testId}-save`}>
            {action ?? t('common.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
