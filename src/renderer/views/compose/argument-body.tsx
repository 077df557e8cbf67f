import { useTranslation } from 'react-i18next';
import type { DraftArgument } from '../../stores/argument-list.ts';
import { JsonEditor } from '../../widgets/json-editor.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { TextField } from '../../widgets/text-field.tsx';
import { BinaryEditor } from './binary-editor.tsx';
import { faultText } from './fault-text.ts';
import type { ArgumentFault } from './read-arguments.ts';
import { useTemplates } from './use-templates.ts';

interface ArgumentBodyProps {
  readonly docKey: string;
  readonly argument: DraftArgument;
  readonly label: string;
  readonly testId: string;
  readonly variables: Readonly<Record<string, string>> | null;
  readonly fault: ArgumentFault | null;
  readonly onChange: (argument: DraftArgument) => void;
}

/** The control that fits the type. */
export function ArgumentBody({ docKey, argument, label, testId, variables, fault, onChange }: ArgumentBodyProps) {
  const { t } = useTranslation();
  const templates = useTemplates(variables);
  switch (argument.type) {
    case 'json':
    case 'text':
      return (
        <JsonEditor
          docKey={docKey}
          text={argument.text}
          label={label}
          testId={testId}
          isPlain={argument.type === 'text'}
          templates={templates}
          onChange={(text) => onChange({ ...argument, text })}
        />
      );
    case 'number':
      return (
        <div className="w-80 max-w-full p-3">
          <TextField
            label={label}
            labelAt="hidden"
            isMono
            maxLength={400}
            value={argument.text}
            error={fault === null || fault.problem === 'EMPTY' ? undefined : faultText(t, fault, 'number')}
            hint={variables === null ? undefined : t('args.numberHint', { example: '{{$randomInt}}' })}
            onChange={(event) => onChange({ ...argument, text: event.target.value })}
            data-testid={`${testId}-number`}
          />
        </div>
      );
    case 'boolean':
      return (
        <div className="p-3">
          <Segmented
            label={label}
            value={argument.value ? 'true' : 'false'}
            options={[
              { value: 'true', label: 'true', testId: `${testId}-true` },
              { value: 'false', label: 'false', testId: `${testId}-false` },
            ]}
            onChange={(value) => onChange({ ...argument, value: value === 'true' })}
          />
        </div>
      );
    case 'null':
      return <p className="p-3 text-fg-3">{t('args.nullHint')}</p>;
    case 'binary':
      return <BinaryEditor key={docKey} argument={argument} label={label} testId={testId} fault={fault} onChange={onChange} />;
  }
}
