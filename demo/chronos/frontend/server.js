import { readdirSync, readFileSync } from 'node:fs';
import { createServer, request as ask } from 'node:http';
import { extname } from 'node:path';

const BACKEND = process.env.BACKEND_URL ?? 'http://backend:8080';
const types = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript' };

const pages = { '/health': { type: 'application/json', body: '{"status":"ok"}' } };
for (const file of readdirSync('public')) {
  const path = file === 'index.html' ? '/' : `/${file}`;
  pages[path] = { type: `${types[extname(file)]}; charset=utf-8`, body: readFileSync(`public/${file}`) };
}

/** Passes a request on to the backend and its answer back, unread. */
function proxy(request, response) {
  const { method, headers } = request;
  const onward = ask(new URL(request.url, BACKEND), { method, headers, timeout: 10_000 }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  onward.on('timeout', () => onward.destroy(new Error('timeout')));
  onward.on('error', (error) => {
    console.error(`${method} ${request.url}: ${error.message}`);
    if (response.headersSent) return response.destroy();
    response.writeHead(502, { 'content-type': 'application/json' });
    response.end('{"error":"backend not reachable"}');
  });
  request.pipe(onward);
}

function answer(request, response) {
  if (request.url.startsWith('/api/')) return proxy(request, response);
  const found = pages[request.url.split('?')[0]];
  response.writeHead(found ? 200 : 404, { 'content-type': found?.type ?? 'text/plain' });
  response.end(found?.body ?? 'no such page\n');
}

createServer(answer).listen(3000, () => console.log('frontend listens on 3000'));

process.on('SIGTERM', () => process.exit(0));
