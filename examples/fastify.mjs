// Beside Fastify, which makes the HTTP server itself.
import Fastify from 'fastify';
import { Server } from 'patchbay/server';

const fastify = Fastify();
fastify.get('/', async () => 'hello from Fastify');

const io = new Server(fastify.server);
// Fastify waits for its connections when it closes: those of sockets go first.
fastify.addHook('preClose', () => io.close({ keepHttpServer: true }));

io.on('connection', (socket) => {
  socket.on('hello', (name, answer) => answer(`hello ${name}`));
});

console.log(`listening on ${await fastify.listen({ port: Number(process.env.PORT ?? 3000), host: '127.0.0.1' })}`);
process.once('SIGTERM', () => fastify.close());
