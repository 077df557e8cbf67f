import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CONFIRMED_FOR_MS, useConfirmation } from '../stores/confirmation.ts';
import { Button } from '../widgets/button.tsx';
import { Dialog, DialogActions } from '../widgets/dialog.tsx';
import { TextField } from '../widgets/text-field.tsx';
import { Checkbox } from '../widgets/toggles.tsx';
import { EnvironmentTag } from './environment.tsx';

/** Asks for the name of a source in production before anything changes its server. */
export function ConfirmDialog() {
  const question = useConfirmation((state) => state.question);
  if (question === null) return null;
  return <Question key={question.sourceId} name={question.name} onAnswer={question.answer} />;
}

interface QuestionProps {
  readonly name: string;
  readonly onAnswer: (isConfirmed: boolean, forMs: number) => void;
}

function Question({ name, onAnswer }: QuestionProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [isKept, setIsKept] = useState(false);
  const isRight = typed.trim() === name.trim();

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    // In a portal, but within the form that asked, as React sees it.
    event.stopPropagation();
    if (isRight) onAnswer(true, isKept ? CONFIRMED_FOR_MS : 0);
  }

  return (
    <Dialog title={t('confirm.title')} description={t('confirm.text')} isOpen onClose={() => onAnswer(false, 0)} testId="confirm-dialog">
      <form onSubmit={onSubmit} className="mt-4 flex flex-col gap-3">
        <p className="flex items-center gap-2">
          <EnvironmentTag environment="prod" />
          <span data-selectable className="min-w-0 truncate font-strong text-fg" title={name}>
            {name}
          </span>
        </p>
        <TextField
          label={t('confirm.label')}
          isLarge
          autoFocus
          maxLength={512}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          data-testid="confirm-name"
        />
        <Checkbox label={t('confirm.keep', { count: CONFIRMED_FOR_MS / 60_000 })} isOn={isKept} onChange={setIsKept} testId="confirm-keep" />
        <DialogActions>
          <Button size="lg" onClick={() => onAnswer(false, 0)}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" size="lg" variant="solidDanger" disabled={!isRight} data-testid="confirm-change">
            {t('confirm.change')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
