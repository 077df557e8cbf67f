import { useTranslation } from 'react-i18next';
import { SERVER_TRANSPORTS, serverPath } from '../../../contract/server-settings.ts';
import { TextField } from '../../widgets/text-field.tsx';
import { Checkbox } from '../../widgets/toggles.tsx';
import type { GroupProps } from './server-groups.tsx';

export function ProtocolGroup({ settings, onChange }: GroupProps) {
  const { t } = useTranslation();
  const { path, transports, allowEIO3 } = settings;

  function toggle(name: (typeof SERVER_TRANSPORTS)[number], isOn: boolean): void {
    const next = SERVER_TRANSPORTS.filter((each) => (each === name ? isOn : transports.includes(each)));
    // One of them has to be left.
    if (next.length > 0) onChange({ transports: next });
  }

  return (
    <>
      <TextField
        label={t('server.path')}
        isLarge
        isMono
        maxLength={1024}
        value={path}
        onChange={(event) => onChange({ path: event.target.value })}
        error={serverPath.safeParse(path).success ? undefined : t('server.invalidPath')}
        hint={t('server.pathHint')}
        data-testid="server-path"
      />
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 text-xs text-fg-3">{t('setting.transports')}</legend>
        <span className="flex gap-4 font-mono">
          {SERVER_TRANSPORTS.map((name) => (
            <Checkbox
              key={name}
              label={name}
              isOn={transports.includes(name)}
              onChange={(isOn) => toggle(name, isOn)}
              testId={`server-transport-${name}`}
            />
          ))}
        </span>
        {transports.length === 1 && <span className="text-xs text-fg-3">{t('setting.oneTransport')}</span>}
      </fieldset>
      <Checkbox label={t('server.allowEIO3')} isOn={allowEIO3} onChange={(isOn) => onChange({ allowEIO3: isOn })} testId="server-eio3" />
    </>
  );
}
