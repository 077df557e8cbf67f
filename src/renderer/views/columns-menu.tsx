import { Columns3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TableColumns } from '../stores/table-columns.ts';
import { IconButton } from '../widgets/button.tsx';
import { Menu, MenuCheck, MenuItem, MenuSeparator } from '../widgets/menu.tsx';

/** Which columns a table shows. The last one stays. */
export function ColumnsMenu<Row>({ columns }: { readonly columns: TableColumns<Row> }) {
  const { t } = useTranslation();
  const shown = columns.choices.filter(({ isShown }) => isShown).length;
  return (
    <Menu trigger={<IconButton icon={Columns3} label={t('columns.choose')} data-testid="columns-menu" />}>
      {columns.choices.map(({ id, header, isShown }) => (
        <MenuCheck key={id} label={header} isOn={isShown} onChange={(isOn) => (isOn || shown > 1) && columns.show(id, isOn)} />
      ))}
      <MenuSeparator />
      <MenuItem isDisabled={!columns.isChanged} onSelect={columns.reset}>
        {t('columns.reset')}
      </MenuItem>
    </Menu>
  );
}
