import { useTranslation } from 'react-i18next';
import { NumberField } from '../../widgets/number-field.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { Select } from '../../widgets/select.tsx';
import { TextField } from '../../widgets/text-field.tsx';
import { ARGUMENT_TYPES, ArgumentsEditor } from '../compose/arguments-editor.tsx';
import type { RuleDraft } from './rules.ts';

interface RuleFormProps {
  readonly draft: RuleDraft;
  readonly namespaces: readonly string[];
  readonly onChange: (part: Partial<RuleDraft>) => void;
}

const WITHOUT_BYTES = ARGUMENT_TYPES.filter((type) => type !== 'binary');
const ANSWERS = ['reply', 'error', 'silence'] as const;
// A namespace starts with a slash: no name can be this.
const ANY = '*';

export function RuleForm({ draft, namespaces, onChange }: RuleFormProps) {
  const { t } = useTranslation();
  const { ruleId, event, namespace, type, list, message, delayMs } = draft;
  const known = namespace === null || namespaces.includes(namespace) ? namespaces : [namespace, ...namespaces];
  return (
    <div className="flex flex-col gap-3 border-t border-line-soft px-3 py-3">
      <div className="grid grid-cols-[minmax(0,1fr)_180px_auto] items-start gap-3">
        <TextField
          label={t('replies.ruleEvent')}
          isMono
          maxLength={512}
          value={event}
          placeholder="order:*"
          hint={t('replies.ruleEventHint')}
          onChange={(change) => onChange({ event: change.target.value })}
          data-testid="rule-event"
        />
        <div className="flex flex-col gap-1">
          <span aria-hidden className="text-xs text-fg-3">
            {t('replies.ruleNamespace')}
          </span>
          <Select
            label={t('replies.ruleNamespace')}
            isWide
            value={namespace ?? ANY}
            options={[{ value: ANY, label: t('replies.anyNamespace') }, ...known.map((name) => ({ value: name, label: name, isMono: true }))]}
            onChange={(next) => onChange({ namespace: next === ANY ? null : next })}
            testId="rule-namespace"
          />
        </div>
        <NumberField
          label={t('replies.ruleDelay')}
          value={delayMs}
          min={0}
          max={3_600_000}
          unit="ms"
          onChange={(value) => value !== null && onChange({ delayMs: value })}
          testId="rule-delay"
        />
      </div>
      <div>
        <Segmented
          label={t('replies.ruleAnswer')}
          value={type}
          options={ANSWERS.map((value) => ({ value, label: t(`replies.answers.${value}`), testId: `rule-answer-${value}` }))}
          onChange={(value) => onChange({ type: value })}
        />
      </div>
      {type === 'reply' && (
        <div className="flex h-44 flex-col overflow-hidden rounded-2 border border-line-strong">
          <ArgumentsEditor
            docKey={ruleId}
            list={list}
            onChange={(next) => onChange({ list: next })}
            emptyText={t('replies.noArguments')}
            testId="rule-args"
            variables={null}
            // A rule is kept as JSON.
            types={WITHOUT_BYTES}
          />
        </div>
      )}
      {type === 'error' && (
        <TextField
          label={t('replies.errorMessage')}
          maxLength={1000}
          value={message}
          hint={t('replies.errorHint')}
          onChange={(change) => onChange({ message: change.target.value })}
          data-testid="rule-message"
        />
      )}
      {type === 'silence' && <p className="text-sm text-fg-3">{t('replies.silenceHint')}</p>}
    </div>
  );
}
