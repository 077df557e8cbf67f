import { Command as Cmdk } from 'cmdk';
import { Search } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { withText } from '../../../contract/filter-text.ts';
import { COMMAND_GROUPS, type Command, commandsIn, useCommandLists } from '../../stores/commands.ts';
import { keysText } from '../../stores/keys.ts';
import { openPalette } from '../../stores/overlays.ts';
import { useSelectedSource } from '../../stores/sources.ts';
import { changeWorkspace, workspaceOf } from '../../stores/workspace.ts';

/** Everything a person can do, by its name. */
export function Palette() {
  const { t } = useTranslation();
  return (
    <Radix.Root open onOpenChange={openPalette}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-(--z-dialog) bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          data-testid="palette"
          // What a command focuses keeps the focus.
          onCloseAutoFocus={(event) => event.preventDefault()}
          className="enter-dialog fixed top-[12vh] left-1/2 z-(--z-dialog) w-140 max-w-[calc(100vw-32px)] -translate-x-1/2 overflow-hidden rounded-3 border border-line-strong bg-raised shadow-dialog"
        >
          <Radix.Title className="sr-only">{t('palette.title')}</Radix.Title>
          <CommandList />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function CommandList() {
  const { t } = useTranslation();
  const lists = useCommandLists();
  const commands = useMemo(() => commandsIn(lists), [lists]);
  const [search, setSearch] = useState('');
  return (
    <Cmdk label={t('palette.title')} loop>
      <div className="flex items-center gap-2 border-b border-line px-3">
        <Search size={14} strokeWidth={1.75} className="text-fg-3" aria-hidden />
        <Cmdk.Input
          value={search}
          onValueChange={setSearch}
          placeholder={t('palette.placeholder')}
          data-testid="palette-input"
          className="h-11 min-w-0 flex-1 bg-transparent text-md text-fg outline-none placeholder:text-fg-3"
        />
      </div>
      <Cmdk.List className="max-h-[56vh] overflow-y-auto p-1">
        <Cmdk.Empty className="px-2 py-3 text-md text-fg-3">{t('palette.empty')}</Cmdk.Empty>
        {COMMAND_GROUPS.map((group) => (
          <Group key={group} heading={t(`palette.groups.${group}`)} commands={commands.filter((command) => command.group === group)} />
        ))}
        <FilterBy text={search} />
      </Cmdk.List>
    </Cmdk>
  );
}

const HEADING =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-fg-3';
const ITEM = 'flex h-(--h-control) items-center gap-2 rounded-2 px-2 text-md text-fg data-[selected=true]:bg-active';

function Group({ heading, commands }: { readonly heading: string; readonly commands: readonly Command[] }) {
  if (commands.length === 0) return null;
  return (
    <Cmdk.Group heading={heading} className={HEADING}>
      {commands.map((command) => (
        <Cmdk.Item
          key={command.id}
          value={command.id}
          keywords={[command.title, ...(command.keywords ?? [])]}
          onSelect={() => perform(command.run)}
          data-testid={`command-${command.id}`}
          className={ITEM}
        >
          <span className="min-w-0 flex-1 truncate">{command.title}</span>
          {command.keys !== undefined && <kbd className="font-ui text-xs text-fg-3">{keysText(command.keys)}</kbd>}
        </Cmdk.Item>
      ))}
    </Cmdk.Group>
  );
}

/** Whatever is typed can be looked for in the selected source's rows. */
function FilterBy({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  const source = useSelectedSource();
  const wanted = text.trim();
  if (source === null || wanted === '') return null;
  const tabs = (['sockets', 'rooms', 'traffic'] as const).filter((tab) => source.capabilities.includes(tab));
  return (
    <Cmdk.Group heading={t('palette.groups.find')} className={HEADING} forceMount>
      {tabs.map((tab) => (
        <Cmdk.Item
          key={tab}
          value={`find-${tab}`}
          forceMount
          onSelect={() => perform(() => lookFor(source.sourceId, tab, wanted))}
          data-testid={`command-find-${tab}`}
          className={ITEM}
        >
          <span className="min-w-0 flex-1 truncate">{t(`palette.find.${tab}`, { text: wanted })}</span>
        </Cmdk.Item>
      ))}
    </Cmdk.Group>
  );
}

function lookFor(sourceId: string, tab: 'sockets' | 'rooms' | 'traffic', text: string): void {
  const { sockets, rooms } = workspaceOf(sourceId);
  const filter = withText('', text);
  if (tab === 'sockets') changeWorkspace(sourceId, { tab, sockets: { ...sockets, where: { filter } } });
  else if (tab === 'rooms') changeWorkspace(sourceId, { tab, rooms: { ...rooms, where: { filter } } });
  else changeWorkspace(sourceId, { tab, traffic: { filter } });
}

/** Closed first: what the command opens or focuses is not to be taken from it. */
function perform(run: () => void): void {
  openPalette(false);
  // After the dialog has let go of the focus.
  requestAnimationFrame(run);
}
