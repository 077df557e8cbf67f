import { useTranslation } from 'react-i18next';
import { useNamespaces } from '../stores/use-namespaces.ts';
import { Select } from '../widgets/select.tsx';

interface NamespaceSelectProps {
  readonly sourceId: string;
  /** `undefined`: all of them, where that is a choice. */
  readonly value: string | undefined;
  readonly onChange: (namespace: string | undefined) => void;
  readonly hasAll?: boolean;
}

// A namespace starts with a slash: no name can be this.
const ALL = '*';

export function NamespaceSelect({ sourceId, value, onChange, hasAll = true }: NamespaceSelectProps) {
  const { t } = useTranslation();
  const names = useNamespaces(sourceId).map(({ namespace }) => namespace);
  const known = value === undefined || names.includes(value) ? names : [value, ...names];
  const options = known.map((name) => ({ value: name, label: name, isMono: true }));
  return (
    <Select
      label={t('fields.namespace')}
      value={value ?? ALL}
      isMono={value !== undefined}
      isWide={!hasAll}
      options={hasAll ? [{ value: ALL, label: t('common.allNamespaces') }, ...options] : options}
      onChange={(next) => onChange(next === ALL ? undefined : next)}
    />
  );
}
