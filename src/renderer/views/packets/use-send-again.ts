import { useTranslation } from 'react-i18next';
import type { PacketDetail, SourceRow } from '../../../contract/rows.ts';
import { changing } from '../../stores/confirmation.ts';
import { useClient } from '../../stores/link.ts';
import { notify } from '../../stores/notifications.ts';
import { useAttempt } from '../use-attempt.ts';
import { ackTimeoutOf, type SendingSource, targetOfPacket, wholeEvent } from './packet-message.ts';

export function sendingOf({ capabilities }: SourceRow): SendingSource {
  return { hasSockets: capabilities.includes('sockets'), hasAcks: capabilities.includes('ack') };
}

/** Sends an event once more, as it is, to whom it went or from whom it came. What it came to is said in a corner. */
export function useSendAgain(source: SourceRow): (packet: PacketDetail) => void {
  const { t } = useTranslation();
  const client = useClient();
  const attempt = useAttempt();
  const { sourceId } = source;
  return (packet) => {
    const whole = wholeEvent(packet);
    if (!whole.isSendable) {
      notify('error', t('payload.notSent'), t(`payload.cannot.${whole.why}`));
      return;
    }
    const { event, args, attachments } = whole.value;
    const sending = sendingOf(source);
    const target = targetOfPacket(packet, sending);
    const message = { sourceId, target, event, args: [...args], attachments: [...attachments], ackTimeoutMs: ackTimeoutOf(packet, sending) };
    const sent = changing(sourceId, (confirm) => client.call('message.send', { ...message, volatile: false, compress: true, ...confirm }));
    attempt(
      sent.then(({ recipients }) => notify('ok', recipients === null ? t('payload.sentSome') : t('payload.sent', { count: recipients }), event)),
    );
  };
}
