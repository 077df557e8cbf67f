import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AnsweredNodes } from '../../contract/calls.ts';

/** What is shown is not all there is: some servers of a cluster did not answer. */
export function MissingServers({ nodes }: { readonly nodes: AnsweredNodes }) {
  const { t } = useTranslation();
  return (
    <p role="status" data-testid="missing-servers" className="flex min-h-7 shrink-0 items-center gap-2 bg-warn-soft px-3 text-warn">
      <TriangleAlert size={14} strokeWidth={1.75} className="shrink-0" aria-hidden />
      {t('servers.missing', { answered: nodes.answered, expected: nodes.expected })}
    </p>
  );
}
