import type { Server, Socket } from 'node:net';

/** Whoever opened a connection to ask something has asked by then. */
const graceMs = 1_000;

/**
 * Keeps track of connections on which nothing came yet: browsers and load balancers open some ahead.
 * Node takes such a one for busy, so that a server that closes would wait for it.
 * @returns ends them soon; call it when the server takes no new ones
 */
export function trackSilentConnections(server: Server): () => void {
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  const end = () => {
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
  };
  return () => void setTimeout(end, graceMs).unref();
}
