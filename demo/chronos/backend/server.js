import { createServer } from 'node:http';
import { Refused, sendJson } from './http.js';
import { routes } from './routes.js';

async function answer(request, response) {
  const { pathname, searchParams } = new URL(request.url, 'http://backend');
  const route = routes[`${request.method} ${pathname}`];
  try {
    if (!route) throw new Refused(404, 'no such page');
    const body = await route({ request, query: searchParams });
    sendJson(response, request.method === 'POST' ? 201 : 200, body);
  } catch (error) {
    if (error instanceof Refused) return sendJson(response, error.status, { error: error.message });
    console.error(`${request.method} ${pathname}: ${error.stack}`);
    sendJson(response, 500, { error: 'internal error' });
  }
}

createServer(answer).listen(8080, () => console.log('backend listens on 8080'));

// A transaction cut off here is rolled back by the database.
process.on('SIGTERM', () => process.exit(0));
