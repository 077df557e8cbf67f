// Beside Koa.
import { createServer } from 'node:http';
import Koa from 'koa';
import { Server } from 'patchbay/server';

const app = new Koa();
app.use((context) => {
  context.body = 'hello from Koa';
});

const httpServer = createServer(app.callback());
const io = new Server(httpServer);

io.on('connection', (socket) => {
  socket.on('hello', (name, answer) => answer(`hello ${name}`));
});

httpServer.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${httpServer.address().port}`);
});
