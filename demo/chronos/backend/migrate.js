// Applies the SQL files of migrations/ that schema_migrations does not know yet, each in one transaction.
import { readdirSync, readFileSync } from 'node:fs';
import { pool, rows, transaction } from './database.js';

const LOCK = 4242;

await rows(
  `CREATE TABLE IF NOT EXISTS schema_migrations (
     version text PRIMARY KEY,
     applied_at timestamptz NOT NULL DEFAULT now()
   )`,
);

const files = readdirSync('migrations').filter((name) => /^\d{3}_\w+\.sql$/.test(name));
for (const file of files.sort()) {
  const version = file.replace('.sql', '');
  const applied = await transaction(async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    const known = await client.query('SELECT FROM schema_migrations WHERE version = $1', [version]);
    if (known.rowCount > 0) return false;
    await client.query(readFileSync(`migrations/${file}`, 'utf8'));
    await client.query('INSERT INTO schema_migrations (version) VALUES ($1)', [version]);
    return true;
  });
  if (applied) console.log(`applied ${version}`);
}
await pool.end();
