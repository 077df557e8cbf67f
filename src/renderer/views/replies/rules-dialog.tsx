import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReplyRule } from '../../../contract/client-settings.ts';
import { useClient } from '../../stores/link.ts';
import { useAction } from '../../stores/use-action.ts';
import { Button } from '../../widgets/button.tsx';
import { cn } from '../../widgets/cn.ts';
import { Dialog, DialogActions } from '../../widgets/dialog.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { swap } from '../connection/settings/transports-form.tsx';
import { RuleForm } from './rule-form.tsx';
import { RuleRow } from './rule-row.tsx';
import { draftOfRule, needsEvent, newRuleDraft, type RuleDraft, ruleOfDraft } from './rules.ts';

export interface RulesDialogProps {
  readonly sourceId: string;
  readonly rules: readonly ReplyRule[];
  readonly namespaces: readonly string[];
  readonly onClose: () => void;
}

const MAX_RULES = 100;

/** All rules in their order, one of them open. Saved as a whole. */
export function RulesDialog({ sourceId, rules, namespaces, onClose }: RulesDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('replies.rulesTitle')} description={t('replies.rulesText')} isOpen isWide onClose={onClose} testId="rule-dialog">
      <RulesForm sourceId={sourceId} rules={rules} namespaces={namespaces} onClose={onClose} />
    </Dialog>
  );
}

function RulesForm({ sourceId, rules, namespaces, onClose }: RulesDialogProps) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const [drafts, setDrafts] = useState<readonly RuleDraft[]>(() => rules.map(draftOfRule));
  const [openId, setOpenId] = useState<string | null>(rules[0]?.ruleId ?? null);
  const made = drafts.map(ruleOfDraft);
  const faulty = made.indexOf(null);
  const isUnnamed = needsEvent(drafts[faulty] ?? { event: '' });
  const change = (ruleId: string, part: Partial<RuleDraft>) =>
    setDrafts(drafts.map((draft) => (draft.ruleId === ruleId ? { ...draft, ...part } : draft)));

  function add(): void {
    const draft = newRuleDraft();
    setDrafts([...drafts, draft]);
    setOpenId(draft.ruleId);
  }

  function save(): void {
    const saved = made.filter((rule) => rule !== null);
    action.run(() => client.call('client.setRules', { sourceId, rules: saved }), onClose);
  }

  return (
    <>
      <div className="mt-3 min-h-0 flex-1 overflow-y-auto border-y border-line">
        {drafts.length === 0 && <p className="px-3 py-3 text-fg-3">{t('replies.noRules')}</p>}
        <ol>
          {drafts.map((draft, place) => (
            <li key={draft.ruleId} data-testid="rule-row" className="border-b border-line-soft last:border-b-0">
              <RuleRow
                draft={draft}
                place={place}
                isLast={place === drafts.length - 1}
                isOpen={draft.ruleId === openId}
                isFaulty={made[place] === null && !needsEvent(draft)}
                onToggle={() => setOpenId(draft.ruleId === openId ? null : draft.ruleId)}
                onChange={(part) => change(draft.ruleId, part)}
                onMove={(step) => setDrafts(swap(drafts, place, place + step))}
                onRemove={() => setDrafts(drafts.filter((other) => other !== draft))}
              />
              {draft.ruleId === openId && <RuleForm draft={draft} namespaces={namespaces} onChange={(part) => change(draft.ruleId, part)} />}
            </li>
          ))}
        </ol>
      </div>
      {action.failure !== null && <InlineFailure failure={action.failure} />}
      {faulty !== -1 && (
        <p role="status" className={cn('mt-2 text-sm', isUnnamed ? 'text-fg-3' : 'text-err')}>
          {t(isUnnamed ? 'replies.ruleNeedsEvent' : 'replies.ruleProblem', { index: faulty + 1 })}
        </p>
      )}
      <DialogActions>
        <Button size="lg" icon={Plus} disabled={drafts.length >= MAX_RULES} onClick={add} className="mr-auto" data-testid="rule-add">
          {t('replies.addRule')}
        </Button>
        <Button size="lg" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button size="lg" variant="primary" disabled={faulty !== -1 || action.isPending} onClick={save} data-testid="rule-save">
          {t('common.save')}
        </Button>
      </DialogActions>
    </>
  );
}
