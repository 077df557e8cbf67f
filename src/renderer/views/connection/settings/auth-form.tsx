import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuthObject } from '../../../../contract/client-settings.ts';
import type { JsonValue } from '../../../../contract/json.ts';
import { JsonEditor } from '../../../widgets/json-editor.tsx';
import { parseArgument } from '../../compose/read-arguments.ts';

interface AuthFormProps {
  readonly label: string;
  readonly hint: string;
  readonly auth: AuthObject;
  readonly onChange: (auth: AuthObject) => void;
}

/** What goes with CONNECT, as JSON. The text is the person's own while the form is open. */
export function AuthForm({ label, hint, auth, onChange }: AuthFormProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(() => (auth === null ? '' : JSON.stringify(auth, null, 2)));
  const parsed = parseArgument(text);
  const problem = !parsed.isValid
    ? parsed.isEmpty
      ? null
      : t('args.atLine', { problem: t('args.problems.NOT_JSON'), line: parsed.line })
    : isObject(parsed.value)
      ? null
      : t('setting.notObject');

  function onText(next: string): void {
    setText(next);
    const read = parseArgument(next);
    if (read.isValid && isObject(read.value)) onChange(read.value);
    else if (!read.isValid && read.isEmpty) onChange(null);
  }

  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm text-fg-3">{hint}</p>
      <div className="h-44 overflow-hidden rounded-2 border border-line-control bg-well">
        <JsonEditor docKey="auth" text={text} label={label} testId="auth-editor" onChange={onText} />
      </div>
      {problem !== null && (
        <p role="alert" className="text-xs text-err">
          {problem}
        </p>
      )}
    </div>
  );
}

function isObject(value: JsonValue): value is Record<string, JsonValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
