import { type ChangeEvent, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes, utf8Bytes } from '../i18n/format.ts';
import { Button } from '../widgets/button.tsx';
import { cn } from '../widgets/cn.ts';

const MAX_PEM_CHARACTERS = 64 * 1024;

interface PemFieldProps {
  readonly name: 'ca' | 'cert' | 'key';
  readonly label: string;
  readonly text: string;
  readonly isSecret?: boolean;
  readonly onChange: (text: string) => void;
}

/** Pasted or loaded from a file. A secret one that is set is not shown. */
export function PemField({ name, label, text, isSecret = false, onChange }: PemFieldProps) {
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
          {label}
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
