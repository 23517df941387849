import { accountRoutes } from './accounts.js';
import { rows } from './database.js';
import { transferRoutes } from './transfers.js';

const health = async () => {
  await rows('SELECT 1');
  return { status: 'ok' };
};

export const routes = {
  'GET /health': health,
  ...accountRoutes,
  ...transferRoutes,
};
