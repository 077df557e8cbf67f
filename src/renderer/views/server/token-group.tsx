import { useTranslation } from 'react-i18next';
import { Button } from '../../widgets/button.tsx';
import { SecretField } from '../../widgets/text-field.tsx';
import type { GroupProps } from './server-groups.tsx';

/** What every client has to send. */
export function TokenGroup({ settings: { token }, onChange }: GroupProps) {
  const { t } = useTranslation();
  return (
    <div className="flex items-start gap-2">
      <SecretField
        label={t('server.token')}
        isLarge
        isMono
        maxLength={1024}
        value={token}
        onChange={(event) => onChange({ token: event.target.value })}
        hint={t('server.tokenHint')}
        data-testid="server-token"
        className="flex-1"
      />
      <Button size="lg" className="mt-5" onClick={() => onChange({ token: randomToken() })}>
        {t('server.makeToken')}
      </Button>
    </div>
  );
}

/** 192 bits, as text that needs no escaping anywhere. */
function randomToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}
