import { Power } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shortId } from '../../i18n/format.ts';
import { changing } from '../../stores/confirmation.ts';
import { useClient } from '../../stores/link.ts';
import { useAction } from '../../stores/use-action.ts';
import { Button } from '../../widgets/button.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { Popover } from '../../widgets/popover.tsx';

interface DisconnectButtonProps {
  readonly sourceId: string;
  readonly namespace: string;
  readonly socketId: string;
  readonly isDisabled: boolean;
}

export function DisconnectButton({ isDisabled, ...socketRef }: DisconnectButtonProps) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const [isOpen, setIsOpen] = useState(false);
  const { namespace, socketId } = socketRef;
  const title = t('inspector.disconnectTitle', { id: shortId(socketId) });
  const disconnect = (close: boolean) =>
    action.run(
      () => changing(socketRef.sourceId, (confirm) => client.call('socket.disconnect', { ...socketRef, close, ...confirm })),
      () => setIsOpen(false),
    );
  return (
    <Popover
      label={title}
      isOpen={isOpen && !isDisabled}
      onOpenChange={(open) => {
        action.forget();
        setIsOpen(open);
      }}
      trigger={
        <Button size="sm" variant="danger" icon={Power} disabled={isDisabled} data-testid="inspector-disconnect">
          {t('inspector.disconnect')}
        </Button>
      }
    >
      <p className="text-md font-strong">{title}</p>
      <p className="mt-1 text-sm text-fg-2">{t('inspector.disconnectText')}</p>
      <div className="mt-3 flex flex-col gap-2">
        <Button variant="danger" disabled={action.isPending} onClick={() => disconnect(false)} data-testid="confirm-disconnect-socket">
          <span className="truncate">{t('inspector.disconnectNamespace', { namespace })}</span>
        </Button>
        <Button variant="solidDanger" disabled={action.isPending} onClick={() => disconnect(true)} data-testid="confirm-disconnect-connection">
          {t('inspector.disconnectConnection')}
        </Button>
        {action.failure !== null && <InlineFailure failure={action.failure} />}
      </div>
    </Popover>
  );
}
