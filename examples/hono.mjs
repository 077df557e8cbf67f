// Beside Hono on its Node server.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { Server } from 'patchbay/server';

const app = new Hono();
app.get('/', (context) => context.text('hello from Hono'));

const httpServer = serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000), hostname: '127.0.0.1' }, ({ port }) => {
  console.log(`listening on http://127.0.0.1:${port}`);
});
const io = new Server(httpServer);

io.on('connection', (socket) => {
  socket.on('hello', (name, answer) => answer(`hello ${name}`));
});
