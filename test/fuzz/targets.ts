import type { Target } from './target.ts';
import { adminCommand } from './targets/admin-command.ts';
import { adminRequest } from './targets/admin-request.ts';
import { clientHandshake } from './targets/client-handshake.ts';
import { clusterMessage, clusterValue } from './targets/cluster-message.ts';
import { contractFrames, contractParams } from './targets/contract.ts';
import { cookie } from './targets/cookie.ts';
import { enginePacket } from './targets/engine-packet.ts';
import { engine3BinaryPayload, engine3Payload, enginePayload, jsonp } from './targets/engine-payload.ts';
import { filter } from './targets/filter.ts';
import { handshakeRequest } from './targets/handshake-request.ts';
import { link } from './targets/link.ts';
import { messageFile, template } from './targets/message.ts';
import { msgpackPacket } from './targets/msgpack-packet.ts';
import { packetText } from './targets/packet-text.ts';
import { recording } from './targets/recording.ts';
import { snapshot } from './targets/snapshot.ts';
import { socketPacket } from './targets/socket-packet.ts';
import { importFile, savedFile, sourceFile } from './targets/source-file.ts';
import { told } from './targets/told.ts';
import { inflater, websocketFrame } from './targets/websocket-frame.ts';
import { webtransportFrame } from './targets/webtransport-frame.ts';

export const TARGETS: readonly Target[] = [
  enginePacket,
  enginePayload,
  engine3Payload,
  engine3BinaryPayload,
  jsonp,
  socketPacket,
  msgpackPacket,
  websocketFrame,
  inflater,
  webtransportFrame,
  handshakeRequest,
  clientHandshake,
  cookie,
  clusterMessage,
  clusterValue,
  adminRequest,
  adminCommand,
  snapshot,
  contractFrames,
  contractParams,
  messageFile,
  template,
  sourceFile,
  importFile,
  savedFile,
  filter,
  link,
  told,
  packetText,
  recording,
];
