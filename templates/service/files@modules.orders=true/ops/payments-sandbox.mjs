// Stands in for the payment gateway on a developer's machine: it accepts every charge.
import { createServer } from 'node:http';

const port = 4000;

createServer((request, response) => {
  request.resume().on('end', () => {
    const status = request.method === 'POST' && request.url === '/charges' ? 201 : 404;
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  });
}).listen(port);
