import { Star } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { toggleBookmark, useIsBookmarked } from '../../stores/bookmarks.ts';
import { useClient } from '../../stores/link.ts';
import { cn } from '../../widgets/cn.ts';
import { useAttempt } from '../use-attempt.ts';

/** Filled on a row that is marked; on others it is offered where the pointer is. */
export function BookmarkStar({ sourceId, seq }: { readonly sourceId: string; readonly seq: number }) {
  const { t } = useTranslation();
  const client = useClient();
  const attempt = useAttempt();
  const isSet = useIsBookmarked(seq);
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={t(isSet ? 'log.unbookmarkOf' : 'log.bookmarkOf', { seq })}
      aria-pressed={isSet}
      data-testid="bookmark"
      onClick={() => attempt(toggleBookmark(client, sourceId, seq))}
      className={cn('-ml-1 inline-block align-[-1.5px]', isSet ? 'text-accent-fg' : 'text-fg-3 opacity-0 [[role=row]:hover_&]:opacity-100')}
    >
      <Star size={12} strokeWidth={2} className={isSet ? 'fill-current' : undefined} aria-hidden />
    </button>
  );
}
