export { createClient } from '../../src/contract/client.ts';
export { Server } from '../../src/core/server/index.ts';
export { createConsole } from '../../src/main/console/console.ts';
export { answerRoomCommands } from '../../src/main/console/sources/room-commands.ts';
export { socketChannel } from '../../src/main/headless/socket-channel.ts';
