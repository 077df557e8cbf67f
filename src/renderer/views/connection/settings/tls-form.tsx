import { Eye, EyeOff, TriangleAlert } from 'lucide-react';
import { type ChangeEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientSettings } from '../../../../contract/client-settings.ts';
import { formatBytes, utf8Bytes } from '../../../i18n/format.ts';
import { Button, IconButton } from '../../../widgets/button.tsx';
import { cn } from '../../../widgets/cn.ts';
import { TextField } from '../../../widgets/text-field.tsx';
import { Checkbox } from '../../../widgets/toggles.tsx';

type Tls = ClientSettings['tls'];

interface TlsFormProps {
  readonly tls: Tls;
  readonly onChange: (tls: Tls) => void;
}

const MAX_PEM_CHARACTERS = 64 * 1024;

export function TlsForm({ tls, onChange }: TlsFormProps) {
  const { t } = useTranslation();
  const [isRevealed, setIsRevealed] = useState(false);
  const change = (part: Partial<Tls>) => onChange({ ...tls, ...part });
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-fg-3">{t('setting.tlsHint')}</p>
      <PemField name="ca" text={tls.ca} onChange={(ca) => change({ ca })} />
      <PemField name="cert" text={tls.cert} onChange={(cert) => change({ cert })} />
      <PemField name="key" text={tls.key} isSecret={!isRevealed} onChange={(key) => change({ key })} />
      <div className="flex items-end gap-1.5">
        <TextField
          label={t('setting.passphrase')}
          type={isRevealed ? 'text' : 'password'}
          isMono
          maxLength={1024}
          value={tls.passphrase}
          onChange={(event) => change({ passphrase: event.target.value })}
          data-testid="tls-passphrase"
          className="flex-1"
        />
        <IconButton
          icon={isRevealed ? EyeOff : Eye}
          label={t(isRevealed ? 'inspector.hide' : 'inspector.reveal', { name: t('setting.passphrase') })}
          onClick={() => setIsRevealed(!isRevealed)}
        />
      </div>
      <Checkbox
        label={t('setting.skipVerification')}
        isOn={!tls.rejectUnauthorized}
        onChange={(isSkipped) => change({ rejectUnauthorized: !isSkipped })}
        testId="tls-skip"
      />
      {!tls.rejectUnauthorized && (
        <p role="alert" className="flex gap-2 rounded-2 bg-warn-soft px-2 py-1.5 text-sm text-warn">
          <TriangleAlert size={14} strokeWidth={1.75} className="mt-0.25 shrink-0" aria-hidden />
          {t('setting.skipWarning')}
        </p>
      )}
    </div>
  );
}

interface PemFieldProps {
  readonly name: 'ca' | 'cert' | 'key';
  readonly text: string;
  readonly isSecret?: boolean;
  readonly onChange: (text: string) => void;
}

/** Pasted or loaded from a file. A secret one that is set is not shown. */
function PemField({ name, text, isSecret = false, onChange }: PemFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const isFaulty = text.trim() !== '' && !text.includes('-----BEGIN ');

  function onFile(event: ChangeEvent<HTMLInputElement>): void {
    const [file] = event.target.files ?? [];
    // The same file may be chosen again after it was changed.
    event.target.value = '';
    if (file !== undefined) void file.text().then((loaded) => onChange(loaded.slice(0, MAX_PEM_CHARACTERS)));
  }

  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center gap-2">
        <label htmlFor={id} className="flex-1 text-xs text-fg-3">
          {t(`setting.${name}`)}
          {text !== '' && <span className="ml-1.5 text-fg-2">{t('setting.pemSize', { bytes: formatBytes(utf8Bytes(text)) })}</span>}
        </label>
        <input ref={input} type="file" accept=".pem,.crt,.cer,.key" hidden onChange={onFile} data-testid={`tls-${name}-file`} />
        {text !== '' && (
          <Button size="sm" variant="ghost" onClick={() => onChange('')}>
            {t('setting.clear')}
          </Button>
        )}
        <Button size="sm" onClick={() => input.current?.click()}>
          {t('setting.load')}
        </Button>
      </div>
      <textarea
        id={id}
        rows={2}
        spellCheck={false}
        autoComplete="off"
        maxLength={MAX_PEM_CHARACTERS}
        aria-invalid={isFaulty}
        placeholder="-----BEGIN …"
        value={text}
        onChange={(event) => onChange(event.target.value)}
        data-testid={`tls-${name}`}
        className={cn(
          'w-full resize-y rounded-2 border bg-main px-2 py-1 font-mono text-code text-fg outline-none select-text focus-visible:outline-2 focus-visible:-outline-offset-1 focus-visible:outline-focus',
          isFaulty ? 'border-err' : 'border-line-control',
          isSecret && text !== '' && '[-webkit-text-security:disc]',
        )}
      />
      {isFaulty && <span className="text-xs text-err">{t('setting.notPem')}</span>}
    </div>
  );
}
