import type { TFunction } from 'i18next';
import type { MessageTemplate } from '../../../contract/message.ts';
import { draftOf, holdsWork, loadDraft, nameOfPath, newDraft, putDraft, type SavedAs } from '../../stores/drafts.ts';
import { offerUndo } from '../../stores/notifications.ts';
import { useSources } from '../../stores/sources.ts';
import { changeWorkspace } from '../../stores/workspace.ts';

/** The source a message would be loaded into: the selected one, if it can send. */
export function useLoadableSource(): string | null {
  return useSources(({ sources, selectedId }) => {
    const selected = sources?.find(({ sourceId }) => sourceId === selectedId);
    return selected?.capabilities.includes('emit') === true ? selected.sourceId : null;
  });
}

/** Opens a message in Compose. */
export function loadMessage(t: TFunction, sourceId: string, template: MessageTemplate, saved: Pick<SavedAs, 'path'> | null): void {
  replaceDraft(t, sourceId, () => loadDraft(sourceId, template, saved === null ? null : { path: saved.path, template, before: null }));
  changeWorkspace(sourceId, { tab: 'compose' });
}

export function startMessage(t: TFunction, sourceId: string): void {
  replaceDraft(t, sourceId, () => newDraft(sourceId));
}

/** What was typed until then can be had back. */
function replaceDraft(t: TFunction, sourceId: string, replace: () => void): void {
  const before = draftOf(sourceId);
  replace();
  if (!holdsWork(before)) return;
  const name = before.saved === null ? before.event : nameOfPath(before.saved.path);
  offerUndo(name === '' ? t('saved.replaced') : t('saved.replacedNamed', { name }), t('common.undo'), () =>
    replaceDraft(t, sourceId, () => putDraft(sourceId, before)),
  );
}
