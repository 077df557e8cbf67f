import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../contract/rows.ts';
import { Snippet } from '../widgets/snippet.tsx';
import { addressOf, clientSnippets } from './snippets.ts';
import { listens } from './source-words.ts';

/** What to run to be seen by a source that listens; nothing for any other. */
export function ConnectSnippet({ source }: { readonly source: SourceRow }) {
  const { t } = useTranslation();
  if (!listens(source)) return null;
  return <Snippet title={t('start.pointClient')} variants={clientSnippets(t, addressOf(source), source.server)} />;
}
