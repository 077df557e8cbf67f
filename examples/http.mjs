// Beside plain handlers of node:http.
import { createServer } from 'node:http';
import { Server } from 'patchbay/server';

const httpServer = createServer((req, res) => {
  res.end(`hello from node:http, you asked for ${req.url}`);
});
const io = new Server(httpServer);

io.on('connection', (socket) => {
  socket.on('hello', (name, answer) => answer(`hello ${name}, over ${socket.conn.transport.name}`));
});

httpServer.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${httpServer.address().port}`);
});
