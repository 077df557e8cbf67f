// Beside Express. A session that Express keeps is seen by sockets too: `io.engine.use` takes Express's middlewares.
import { createServer } from 'node:http';
import express from 'express';
import { Server } from 'patchbay/server';

const app = express();
const visits = (req, _res, next) => {
  req.visitor = req.headers['x-visitor'] ?? 'somebody';
  next();
};
app.use(visits);
app.get('/', (req, res) => res.send(`hello from Express, ${req.visitor}`));

const httpServer = createServer(app);
const io = new Server(httpServer);
io.engine.use(visits);

io.on('connection', (socket) => {
  socket.on('hello', (name, answer) => answer(`hello ${name}, ${socket.request.visitor}`));
});

httpServer.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${httpServer.address().port}`);
});
