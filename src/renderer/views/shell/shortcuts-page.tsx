import { useTranslation } from 'react-i18next';
import { COMMAND_GROUPS, commandsIn, useCommandLists } from '../../stores/commands.ts';
import { keysText } from '../../stores/keys.ts';

/** Keys that belong to a kind of part rather than to a command. */
const OF_TABLES = [
  ['↑ ↓ Home End PgUp PgDn', 'rows'],
  ['Enter', 'open'],
  ['Space', 'select'],
  ['Esc', 'close'],
] as const;

export function ShortcutsPage() {
  const { t } = useTranslation();
  const lists = useCommandLists();
  const commands = commandsIn(lists).filter(({ keys }) => keys !== undefined);
  return (
    <div className="flex flex-col gap-4">
      {COMMAND_GROUPS.map((group) => {
        const own = commands.filter((command) => command.group === group);
        if (own.length === 0) return null;
        return (
          <section key={group}>
            <h3 className="mb-1 text-sm text-fg-3">{t(`palette.groups.${group}`)}</h3>
            {own.map(({ id, title, keys = '' }) => (
              <Shortcut key={id} title={title} keys={keysText(keys)} />
            ))}
          </section>
        );
      })}
      <section>
        <h3 className="mb-1 text-sm text-fg-3">{t('settings.tables')}</h3>
        {OF_TABLES.map(([keys, name]) => (
          <Shortcut key={name} title={t(`settings.tableKeys.${name}`)} keys={keys} />
        ))}
      </section>
    </div>
  );
}

function Shortcut({ title, keys }: { readonly title: string; readonly keys: string }) {
  return (
    <div className="flex h-7 items-center justify-between gap-4 border-b border-line-soft text-md last:border-b-0">
      <span className="truncate text-fg-2">{title}</span>
      <kbd className="shrink-0 font-ui text-sm text-fg">{keys}</kbd>
    </div>
  );
}
