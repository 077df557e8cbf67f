import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../i18n/format.ts';
import { changing } from '../../stores/confirmation.ts';
import { useClient } from '../../stores/link.ts';
import { useAction } from '../../stores/use-action.ts';
import { Chip } from '../../widgets/chip.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { StoredSection } from './stored-section.tsx';

interface RoomsSectionProps {
  readonly sourceId: string;
  readonly namespace: string;
  readonly socketId: string;
  readonly rooms: readonly string[];
  readonly canJoin: boolean;
  readonly canLeave: boolean;
  readonly isDisabled: boolean;
}

/** The rooms a socket is in, with the way in and out. */
export function RoomsSection({ rooms, canJoin, canLeave, isDisabled, ...socketRef }: RoomsSectionProps) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const [name, setName] = useState('');

  function onJoin(event: FormEvent): void {
    event.preventDefault();
    const room = name.trim();
    if (room !== '')
      action.run(
        () => changing(socketRef.sourceId, (confirm) => client.call('socket.join', { ...socketRef, rooms: [room], ...confirm })),
        () => setName(''),
      );
  }

  return (
    <StoredSection name="rooms" title={t('fields.rooms')} note={formatCount(rooms.length)}>
      <div className="flex flex-wrap items-center gap-1.5">
        {rooms.map((room) => (
          <Chip
            key={room}
            text={room}
            removeLabel={t('inspector.leaveRoom', { room })}
            testId={`leave-room-${room}`}
            isDisabled={isDisabled}
            onRemove={
              canLeave
                ? () => action.run(() => changing(socketRef.sourceId, (confirm) => client.call('socket.leave', { ...socketRef, room, ...confirm })))
                : undefined
            }
          />
        ))}
        {canJoin && (
          <form
            onSubmit={onJoin}
            className="inline-flex h-5.5 items-center gap-1 rounded-1 border border-dashed border-line-control px-1.5 text-fg-3 focus-within:border-solid focus-within:text-fg"
          >
            <Plus size={12} strokeWidth={2} aria-hidden />
            <input
              type="text"
              aria-label={t('inspector.joinRoom')}
              placeholder={t('inspector.joinRoom')}
              value={name}
              maxLength={512}
              spellCheck={false}
              autoComplete="off"
              disabled={isDisabled || action.isPending}
              onChange={(event) => setName(event.target.value)}
              data-testid="join-room-input"
              className="w-28 bg-transparent text-sm outline-none disabled:text-fg-4"
            />
          </form>
        )}
      </div>
      {rooms.length === 0 && <p className="mt-1.5 text-fg-3">{t('inspector.noRooms')}</p>}
      {action.failure !== null && (
        <div className="mt-1.5">
          <InlineFailure failure={action.failure} />
        </div>
      )}
    </StoredSection>
  );
}
