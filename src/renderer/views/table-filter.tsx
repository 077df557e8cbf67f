import { useTranslation } from 'react-i18next';
import { useCommands } from '../stores/commands.ts';
import { FilterField, type FilterFieldProps } from '../widgets/filter-field.tsx';
import { focusFilter } from './shell/focus.ts';

/** The filter of what a tab shows; while it is there, it can be gone to from anywhere. */
export function TableFilter(props: FilterFieldProps) {
  const { t } = useTranslation();
  useCommands([{ id: 'filter', title: t('palette.filter'), group: 'here', keys: '/', run: focusFilter }]);
  return <FilterField {...props} />;
}
