import type { MessageTemplate } from '../../../contract/message.ts';
import { loadDraft, type SavedAs } from '../../stores/drafts.ts';
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
export function loadMessage(sourceId: string, template: MessageTemplate, saved: Pick<SavedAs, 'path'> | null): void {
  loadDraft(sourceId, template, saved === null ? null : { path: saved.path, template, before: null });
  changeWorkspace(sourceId, { tab: 'compose' });
}
