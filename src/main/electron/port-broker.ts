import { type IpcMainEvent, ipcMain, MessageChannelMain } from 'electron';
import type { Channel } from '../../contract/channel.ts';
import { isOwnPage } from './page-url.ts';
import { portChannel } from './port-channel.ts';

/**
 * Gives each load of a page of ours one end of a channel; the other goes to `onPage`. Only the main frame of a window
 * may ask, and only while it shows our own page. A new load closes the channel of the one before.
 */
export function brokerPorts(onPage: (channel: Channel) => void): void {
  const channels = new Map<number, Channel>();

  ipcMain.on('patchbay:connect', (event: IpcMainEvent) => {
    const { sender, senderFrame } = event;
    if (senderFrame === null || senderFrame !== sender.mainFrame || !isOwnPage(senderFrame.url, process.env)) return;
    const { port1, port2 } = new MessageChannelMain();
    const channel = portChannel(port1);
    const senderId = sender.id;
    channels.get(senderId)?.close();
    channels.set(senderId, channel);
    channel.onClose(() => {
      if (channels.get(senderId) === channel) channels.delete(senderId);
    });
    onPage(channel);
    sender.postMessage('patchbay:port', null, [port2]);
  });
}
