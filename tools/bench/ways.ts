import { randomBytes } from 'node:crypto';
import { type Printed, Site, type Values } from '../../test/support/host/host';
import type { Data } from './data';
import type { Server } from './server';

/** One way back to the backup: what can be done while the clients are served, and what cannot. */
export interface Way {
  readonly ready: () => Promise<void>;
  readonly go: () => Promise<void>;
  readonly clear: () => Promise<void>;
}
export const WAYS = ['shadow', 'pg_restore -c'] as const;
export type Name = (typeof WAYS)[number];

/** The program's own steps, prepare and restore, by the scripts that it would run. */
function steps(server: Server, data: Data, sites: Set<Site>): Way {
  const site = new Site(server.project);
  const names = { SHADOW: 'shadow', SEALED: 'before' };
  const identity: Values = { DATABASE_USER: server.user, DATABASE_NAME: data.database, LINKS: '' };
  const pins: Record<string, string> = { BACKUP: data.backup, SHA256: data.sha256, STRATEGY: 'shadow' };
  for (const [name, word] of Object.entries(names)) pins[name] = `${data.database}_${word}_bench`;
  const step = async (name: string): Promise<void> => {
    const printed: Printed = await site.step(name, pins, identity);
    if (!printed.ok) throw new Error(`${name}: ${printed.summary}\n${printed.log ?? ''}`);
  };
  sites.add(site);
  return {
    async ready() {
      pins['ROLLBACK'] = `r-${randomBytes(4).toString('hex')}`;
      pins['COMMIT'] = site.release('v1', { 'docker-compose.production.yml': 'services: {}\n' });
      pins['IMAGES'] = pins['REFERENCES'] = '';
      pins['LIVE_OID'] = await server.sql(
        data.database,
        'SELECT oid FROM pg_database WHERE datname = current_database()',
      );
      pins['SNAPSHOT'] = await server.sql(data.database, 'SELECT txid_current_snapshot()');
      const deadlines = ['prepare', 'restore'].map((name) => `${name}=3600`).join('\n');
      const opened = await site.open({ ROLLBACK: pins['ROLLBACK'], DEADLINES: deadlines, CONSENT: 'any' });
      if (!opened.ok) throw new Error(opened.summary);
      await step('prepare');
    },
    go: () => step('restore'),
    async clear() {
      await server.sql('postgres', `DROP DATABASE IF EXISTS ${pins['SEALED']}`);
      site.remove();
      sites.delete(site);
    },
  };
}

/** What the deployment's runbook has one type, where the service is up and the clients are there. */
const runbook = (server: Server, data: Data): Way => ({
  ready: () => Promise.resolve(),
  go: async () =>
    void (await server.run('pg_restore', '-c', '-U', server.user, '-d', data.database, data.backup)),
  clear: () => Promise.resolve(),
});

export const way = (name: Name, server: Server, data: Data, sites: Set<Site>): Way =>
  name === 'pg_restore -c' ? runbook(server, data) : steps(server, data, sites);
