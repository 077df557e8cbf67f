import { Star, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PacketFilter } from '../../../contract/calls.ts';
import { PACKET_FIELDS } from '../../../contract/filter-fields.ts';
import { fieldValue, withField } from '../../../contract/filter-text.ts';
import type { Bookmark } from '../../../contract/rows.ts';
import { formatClockMs } from '../../i18n/format.ts';
import { setBookmark } from '../../stores/bookmarks.ts';
import { useClient } from '../../stores/link.ts';
import { useTraffic } from '../../stores/traffic.ts';
import { changeWorkspace } from '../../stores/workspace.ts';
import { IconButton } from '../../widgets/button.tsx';
import { Popover } from '../../widgets/popover.tsx';
import { Checkbox } from '../../widgets/toggles.tsx';
import { useAttempt } from '../use-attempt.ts';

interface BookmarksPopoverProps {
  readonly sourceId: string;
  readonly where: PacketFilter;
  readonly onReveal: (seq: number) => void;
}

/** The rows that are marked, each with a note, and the way to them. */
export function BookmarksPopover({ sourceId, where, onReveal }: BookmarksPopoverProps) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const bookmarks = useTraffic((state) => state.bookmarks);
  const firstSeq = useTraffic((state) => state.tail?.firstSeq ?? 0);
  const { filter = '' } = where;
  const change = (value: string | undefined) =>
    changeWorkspace(sourceId, { traffic: { ...where, filter: withField(filter, PACKET_FIELDS, 'is', value) } });
  return (
    <Popover
      label={t('log.bookmarks')}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      testId="bookmarks"
      width="md"
      trigger={<IconButton icon={Star} label={t('log.bookmarks')} data-testid="traffic-bookmarks" />}
    >
      {bookmarks.length === 0 && <p className="text-fg-2">{t('log.bookmarksEmpty')}</p>}
      {bookmarks.length > 0 && (
        <Checkbox
          label={t('log.onlyBookmarked')}
          isOn={fieldValue(filter, PACKET_FIELDS, 'is') === 'bookmarked'}
          onChange={(isOn) => change(isOn ? 'bookmarked' : undefined)}
        />
      )}
      <ul className="mt-1 max-h-80 overflow-y-auto">
        {bookmarks.map((bookmark) => (
          <BookmarkRow
            key={bookmark.seq}
            sourceId={sourceId}
            bookmark={bookmark}
            isGone={bookmark.seq < firstSeq}
            onReveal={() => {
              setIsOpen(false);
              onReveal(bookmark.seq);
            }}
          />
        ))}
      </ul>
    </Popover>
  );
}

interface BookmarkRowProps {
  readonly sourceId: string;
  readonly bookmark: Bookmark;
  readonly isGone: boolean;
  readonly onReveal: () => void;
}

function BookmarkRow({ sourceId, bookmark, isGone, onReveal }: BookmarkRowProps) {
  const { t } = useTranslation();
  const client = useClient();
  const attempt = useAttempt();
  const { seq, at, kind, event, note } = bookmark;
  const set = (next: string | null) => attempt(setBookmark(client, sourceId, seq, next));
  return (
    <li className="flex h-7 items-center gap-2 border-b border-line-soft">
      <button
        type="button"
        disabled={isGone}
        onClick={onReveal}
        className="flex min-w-0 items-center gap-2 rounded-1 text-left font-mono text-code text-accent-fg enabled:hover:underline disabled:text-fg-3"
      >
        <span className="shrink-0">{formatClockMs(at)}</span>
        <span className="max-w-32 truncate">{event ?? kind}</span>
      </button>
      {isGone && <span className="shrink-0 text-xs text-warn">{t('log.bookmarkGone')}</span>}
      <input
        aria-label={t('log.bookmarkNote', { seq })}
        placeholder={t('log.note')}
        defaultValue={note}
        maxLength={200}
        onBlur={(event) => event.target.value !== note && set(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        className="min-w-0 flex-1 rounded-1 border border-transparent bg-transparent px-1 text-sm hover:border-line-control focus:border-line-control"
      />
      <IconButton icon={X} size="sm" label={t('log.unbookmarkOf', { seq })} onClick={() => set(null)} />
    </li>
  );
}
