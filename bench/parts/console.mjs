export { createClient } from '../../src/contract/client.ts';
export { Server } from '../../src/core/server/index.ts';
export { Tap, tapTime } from '../../src/core/tap.ts';
export { createConsole } from '../../src/main/console/console.ts';
export { answerRoomCommands } from '../../src/main/console/sources/room-commands.ts';
export { openHeadless } from '../../src/main/headless/headless.ts';
export { socketChannel } from '../../src/main/headless/socket-channel.ts';
