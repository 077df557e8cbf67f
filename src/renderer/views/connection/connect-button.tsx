import { LogIn, Power, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SourceState } from '../../../contract/rows.ts';
import { Button } from '../../widgets/button.tsx';

interface ConnectButtonProps {
  readonly state: SourceState;
  readonly onConnect: () => void;
  readonly onDisconnect: () => void;
  /** Of the tab itself, or of the header over another tab. */
  readonly place: 'tab' | 'header';
  /** There is nothing to connect to. */
  readonly isDisabled?: boolean;
}

const isMac = navigator.platform.startsWith('Mac');

/** One button for a connection: make it, stop making it, end it. */
export function ConnectButton({ state, onConnect, onDisconnect, place, isDisabled = false }: ConnectButtonProps) {
  const { t } = useTranslation();
  if (state === 'stopped' || state === 'failed') {
    return (
      <Button
        variant={place === 'tab' ? 'primary' : 'secondary'}
        icon={LogIn}
        disabled={isDisabled}
        onClick={onConnect}
        data-testid={place === 'tab' ? 'client-connect' : 'source-start'}
      >
        {t('client.connect')}
        {place === 'tab' && <span className="ml-0.5 text-xs">{isMac ? '⌘ ↵' : 'Ctrl ↵'}</span>}
      </Button>
    );
  }
  const isStarting = state === 'starting';
  return (
    <Button
      icon={isStarting ? X : Power}
      disabled={state === 'stopping'}
      onClick={onDisconnect}
      data-testid={place === 'tab' ? 'client-disconnect' : 'source-stop'}
    >
      {isStarting ? t('client.cancel') : t('client.disconnect')}
    </Button>
  );
}
