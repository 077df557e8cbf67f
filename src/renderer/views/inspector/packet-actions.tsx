import { Code, Diff, Send, Star } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PacketDetail, SourceRow } from '../../../contract/rows.ts';
import { toggleBookmark, useIsBookmarked } from '../../stores/bookmarks.ts';
import { useClient } from '../../stores/link.ts';
import { useIsReadOnly } from '../../stores/sources.ts';
import { inspect } from '../../stores/workspace.ts';
import { Button, IconButton } from '../../widgets/button.tsx';
import { Menu, MenuItem } from '../../widgets/menu.tsx';
import { loadMessage } from '../messages/load-message.ts';
import { CODE_FORMS, packetCode } from '../packets/packet-code.ts';
import { templateOfPacket } from '../packets/packet-message.ts';
import { sendingOf, useSendAgain } from '../packets/use-send-again.ts';
import { useAttempt } from '../use-attempt.ts';

interface PacketActionsProps {
  readonly source: SourceRow;
  readonly packet: PacketDetail;
}

/** Send again, compare, copy as code. */
export function PacketActions({ source, packet }: PacketActionsProps) {
  const { t } = useTranslation();
  const { sourceId, capabilities } = source;
  const { seq, kind } = packet;
  return (
    <>
      {kind === 'event' && capabilities.includes('emit') && <SendAgain source={source} packet={packet} />}
      <Button size="sm" icon={Diff} onClick={() => inspect(sourceId, { kind: 'packet', seq, isPicking: true })} data-testid="packet-diff">
        {t('log.diffWith')}
      </Button>
      {kind === 'event' && <CopyAs packet={packet} url={source.url} />}
    </>
  );
}

export function PacketBookmark({ sourceId, seq }: { readonly sourceId: string; readonly seq: number }) {
  const { t } = useTranslation();
  const client = useClient();
  const attempt = useAttempt();
  const isBookmarked = useIsBookmarked(seq);
  return (
    <IconButton
      icon={Star}
      size="sm"
      label={t(isBookmarked ? 'log.unbookmarkOf' : 'log.bookmarkOf', { seq })}
      shortcut="B"
      aria-pressed={isBookmarked}
      className="aria-pressed:text-accent-fg aria-pressed:[&_svg]:fill-current"
      onClick={() => attempt(toggleBookmark(client, sourceId, seq))}
      data-testid="packet-bookmark"
    />
  );
}

function SendAgain({ source, packet }: PacketActionsProps) {
  const { t } = useTranslation();
  const isReadOnly = useIsReadOnly();
  const sendAgain = useSendAgain(source);
  const template = templateOfPacket(packet, sendingOf(source));
  const why = isReadOnly ? t('readOnly.send') : template.isSendable ? null : t(`payload.cannot.${template.why}`);
  return (
    <Menu
      align="start"
      trigger={
        <Button size="sm" icon={Send} title={why ?? undefined} disabled={why !== null} data-testid="packet-send-again">
          {t('payload.sendAgain')}
        </Button>
      }
    >
      <MenuItem onSelect={() => sendAgain(packet)}>{t('payload.sendNow')}</MenuItem>
      <MenuItem isDisabled={!template.isSendable} onSelect={() => template.isSendable && loadMessage(t, source.sourceId, template.value, null)}>
        {t('payload.editFirst')}
      </MenuItem>
    </Menu>
  );
}

function CopyAs({ packet, url }: { readonly packet: PacketDetail; readonly url: string | null }) {
  const { t } = useTranslation();
  return (
    <Menu
      align="start"
      trigger={
        <Button size="sm" icon={Code} data-testid="packet-copy-as">
          {t('payload.copyAs')}
        </Button>
      }
    >
      {CODE_FORMS.map((form) => {
        const code = packetCode(packet, form, url);
        return (
          <MenuItem key={form} isDisabled={code === null} onSelect={() => code !== null && void navigator.clipboard.writeText(code)}>
            {t(`payload.code.${form}`)}
          </MenuItem>
        );
      })}
    </Menu>
  );
}
