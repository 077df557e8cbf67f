import { useMemo } from 'react';
import type { Column } from '../widgets/grid-types.ts';
import { changeSettings, type TableSettings, useSettings } from './settings.ts';

const MIN_WIDTH = 48;
const MAX_WIDTH = 800;
const NOTHING: TableSettings = { hidden: [], shown: [], widths: {} };

/** A table's columns as a person has set them, kept between runs. */
export interface TableColumns<Row> {
  /** Those that are shown. */
  readonly columns: readonly Column<Row>[];
  /** All that have a name, for choosing. */
  readonly choices: readonly { readonly id: string; readonly header: string; readonly isShown: boolean }[];
  readonly isChanged: boolean;
  readonly show: (id: string, isShown: boolean) => void;
  readonly resize: (id: string, width: number) => void;
  readonly reset: () => void;
}

/** `table` names the settings: tables of the same columns may have several. */
export function useTableColumns<Row>(table: string, all: readonly Column<Row>[]): TableColumns<Row> {
  const settings = useSettings(({ tables }) => tables[table] ?? NOTHING);
  return useMemo(() => {
    const columns = all.filter((column) => isShown(column, settings)).map((column) => asSet(column, settings));
    return {
      columns,
      choices: all
        .filter(({ header }) => header !== '')
        .map((column) => ({ id: column.id, header: column.header, isShown: isShown(column, settings) })),
      isChanged: settings !== NOTHING,
      show: (id, isOn) => changeTable(table, isOn ? shownOf(id) : hiddenOf(id)),
      resize: (id, width) => changeTable(table, ({ widths }) => ({ widths: { ...widths, [id]: bounded(width) } })),
      reset: () => {
        const { [table]: _, ...others } = useSettings.getState().tables;
        changeSettings({ tables: others });
      },
    };
  }, [table, all, settings]);
}

function isShown<Row>({ id, isOptional = false, header }: Column<Row>, { hidden, shown }: TableSettings): boolean {
  if (header === '') return true;
  return isOptional ? shown.includes(id) : !hidden.includes(id);
}

function asSet<Row>({ hideBelow, wideWidth, ...column }: Column<Row>, { shown, widths }: TableSettings): Column<Row> {
  const width = widths[column.id];
  return {
    ...column,
    // What was chosen stays, however narrow the table is.
    ...(hideBelow !== undefined && !shown.includes(column.id) && { hideBelow }),
    ...(width !== undefined && column.width !== 'grow' ? { width } : wideWidth !== undefined && { wideWidth }),
  };
}

function shownOf(id: string) {
  return ({ hidden, shown }: TableSettings) => ({ hidden: hidden.filter((other) => other !== id), shown: [...new Set([...shown, id])] });
}

function hiddenOf(id: string) {
  return ({ hidden, shown }: TableSettings) => ({ hidden: [...new Set([...hidden, id])], shown: shown.filter((other) => other !== id) });
}

function changeTable(table: string, change: (settings: TableSettings) => Partial<TableSettings>): void {
  const { tables } = useSettings.getState();
  const settings = tables[table] ?? NOTHING;
  changeSettings({ tables: { ...tables, [table]: { ...settings, ...change(settings) } } });
}

function bounded(width: number): number {
  return Math.round(Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, width)));
}
