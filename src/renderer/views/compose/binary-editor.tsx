import { File, Upload } from 'lucide-react';
import { type DragEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_ATTACHMENT_BYTES } from '../../../contract/message.ts';
import { formatBytes, formatCount } from '../../i18n/format.ts';
import type { BytesForm, DraftArgument } from '../../stores/argument-list.ts';
import { base64Of, byteCount, decodeBase64, readBytes, writeBytes } from '../../stores/bytes.ts';
import { Button } from '../../widgets/button.tsx';
import { cn } from '../../widgets/cn.ts';
import { HexView } from '../../widgets/hex-view.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { faultText } from './fault-text.ts';
import type { ArgumentFault } from './read-arguments.ts';

type Binary = Extract<DraftArgument, { type: 'binary' }>;

interface BinaryEditorProps {
  readonly argument: Binary;
  readonly label: string;
  readonly testId: string;
  readonly fault: ArgumentFault | null;
  readonly onChange: (argument: Binary) => void;
}

const FORMS = ['hex', 'base64', 'file'] as const;
/** More than this is not to be edited by hand. */
const MAX_TYPED_BYTES = 64 * 1024;
/** Of base64: whole groups of four. */
const PREVIEW_CHARACTERS = 1024;

/** Bytes as hex, as base64, or from a file, and what they are. */
export function BinaryEditor({ argument, label, testId, fault, onChange }: BinaryEditorProps) {
  const { t } = useTranslation();
  const { base64, form } = argument;
  const bytes = byteCount(base64);
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)_minmax(280px,46%)]">
      <div className="flex min-h-0 flex-col gap-2 overflow-y-auto p-3">
        <div className="flex items-center gap-3">
          <Segmented
            label={t('args.form')}
            value={form}
            options={FORMS.map((value) => ({ value, label: t(`args.forms.${value}`), testId: `${testId}-${value}` }))}
            onChange={(value) => onChange({ ...argument, form: value, typed: null })}
          />
          <span className="text-fg-3" data-testid={`${testId}-size`}>
            {t('args.bytes', { count: bytes })}
          </span>
        </div>
        {form === 'file' ? (
          <FileField argument={argument} testId={testId} onChange={onChange} />
        ) : (
          // Another way of writing is another text.
          <BytesField key={form} form={form} argument={argument} label={label} testId={testId} fault={fault} onChange={onChange} />
        )}
      </div>
      <div className="min-h-0 overflow-auto border-l border-line">
        {bytes === 0 ? (
          <p className="p-3 text-fg-3">{t('args.noBytes')}</p>
        ) : (
          <HexView label={label} bytes={decodeBase64(base64.slice(0, PREVIEW_CHARACTERS))} />
        )}
      </div>
    </div>
  );
}

function BytesField({ form, argument, label, testId, fault, onChange }: BinaryEditorProps & { readonly form: Exclude<BytesForm, 'file'> }) {
  const { t } = useTranslation();
  const id = useId();
  // What is typed keeps its spaces as long as it is being typed.
  const [text, setText] = useState(() => argument.typed ?? (byteCount(argument.base64) > MAX_TYPED_BYTES ? null : writeBytes(argument.base64, form)));
  if (text === null) return <p className="text-fg-3">{t('args.tooLongToType', { size: formatBytes(MAX_TYPED_BYTES) })}</p>;

  function type(next: string): void {
    setText(next);
    const read = readBytes(next, form);
    onChange(read.isValid ? { ...argument, base64: read.base64, name: null, typed: null } : { ...argument, typed: next });
  }

  return (
    <>
      <textarea
        aria-label={label}
        aria-invalid={fault !== null}
        aria-describedby={`${id}-note`}
        spellCheck={false}
        value={text}
        placeholder={form === 'hex' ? 'de ad be ef' : '3q2+7w=='}
        onChange={(event) => type(event.target.value)}
        data-testid={`${testId}-bytes`}
        className={cn(
          'min-h-16 flex-1 resize-none rounded-2 border bg-main p-2 font-mono text-code text-fg outline-none focus-visible:outline-2 focus-visible:-outline-offset-1 focus-visible:outline-focus',
          fault === null ? 'border-line-control' : 'border-err',
        )}
      />
      <p id={`${id}-note`} className={cn('text-xs', fault === null ? 'text-fg-3' : 'text-err')}>
        {fault === null ? t(`args.formHints.${form}`) : faultText(t, fault, 'binary')}
      </p>
    </>
  );
}

interface FileFieldProps {
  readonly argument: Binary;
  readonly testId: string;
  readonly onChange: (argument: Binary) => void;
}

function FileField({ argument, testId, onChange }: FileFieldProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { name, base64 } = argument;

  async function take(file: globalThis.File | undefined): Promise<void> {
    if (file === undefined) return;
    if (file.size > MAX_ATTACHMENT_BYTES) {
      setProblem(t('args.fileTooLarge', { name: file.name, size: formatBytes(file.size), limit: formatBytes(MAX_ATTACHMENT_BYTES) }));
      return;
    }
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      onChange({ ...argument, base64: base64Of(bytes), name: file.name.slice(0, 255), typed: null });
      setProblem(null);
    } catch (error) {
      setProblem(t('args.fileUnreadable', { name: file.name, reason: error instanceof Error ? error.message : String(error) }));
    }
  }

  return (
    <section
      aria-label={t('args.forms.file')}
      onDragOver={(event: DragEvent) => event.preventDefault()}
      onDrop={(event: DragEvent) => {
        event.preventDefault();
        void take(event.dataTransfer.files[0]);
      }}
      className="flex flex-1 flex-col items-start gap-2 rounded-2 border border-dashed border-line-control p-3"
    >
      {name !== null && (
        <p className="flex max-w-full items-center gap-2">
          <File size={14} strokeWidth={1.75} className="shrink-0 text-fg-3" aria-hidden />
          <span className="truncate font-mono text-code" title={name}>
            {name}
          </span>
          <span className="shrink-0 text-fg-3">{formatCount(byteCount(base64))} B</span>
        </p>
      )}
      <Button icon={Upload} onClick={() => input.current?.click()}>
        {t(name === null ? 'args.chooseFile' : 'args.chooseOther')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        data-testid={`${testId}-file-input`}
        onChange={(event) => {
          void take(event.target.files?.[0]);
          // The same file again is another choice.
          event.target.value = '';
        }}
      />
      <p role={problem === null ? undefined : 'alert'} className={cn('text-xs', problem === null ? 'text-fg-3' : 'text-err')}>
        {problem ?? t('args.dropHint', { limit: formatBytes(MAX_ATTACHMENT_BYTES) })}
      </p>
    </section>
  );
}
