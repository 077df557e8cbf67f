import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { hasTemplate } from '../../../contract/template.ts';
import { formatBytes } from '../../i18n/format.ts';
import { byteCount } from '../../stores/bytes.ts';
import type { Draft } from '../../stores/drafts.ts';
import { JsonText } from '../../widgets/json-text.tsx';
import { readArguments, valuesNow } from './read-arguments.ts';

const MAX_SHOWN = 2000;

/** What will be sent, filled in for the first time; shown where that is not what is typed. */
export function PreviewLine({ draft, variables }: { readonly draft: Draft; readonly variables: Readonly<Record<string, string>> }) {
  const { t } = useTranslation();
  const { args } = draft;
  const isFilled = args.some((argument) => 'text' in argument && hasTemplate(argument.text));
  // What is made anew each time is not made with every key.
  const read = useMemo(() => (isFilled ? readArguments(args, valuesNow(variables)) : null), [args, variables, isFilled]);
  if (read?.isValid !== true) return null;
  const text = read.values
    .map((value, index) => {
      const argument = args[index];
      return argument?.type === 'binary' ? `<${formatBytes(byteCount(argument.base64))}>` : JSON.stringify(value);
    })
    .join(', ');
  return (
    <p className="flex h-7 shrink-0 items-center gap-2 border-t border-line px-3" data-testid="compose-preview">
      <span className="shrink-0 text-fg-3">{t('vars.sends')}</span>
      <span className="min-w-0 flex-1 truncate font-mono text-code" title={text.slice(0, MAX_SHOWN)}>
        <JsonText text={text.slice(0, MAX_SHOWN)} />
      </span>
    </p>
  );
}
