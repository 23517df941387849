// npm run bench:swap: for how long a client is refused while a database goes back to its backup, by the swap with
// a shadow, and by the runbook's own pg_restore -c, on the same data in the same run.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import type { Site } from '../../test/support/host/host';
import { type Data, makeData } from './data';
import { measure } from './measure';
import { options } from './options';
import { Server } from './server';
import { judge, type Measured, table } from './table';
import { type Name, way, WAYS } from './ways';
import type { Window } from './window';

const OUT = join(__dirname, '../../out');
const server = new Server();
const sites = new Set<Site>();
const remove = (): void => {
  server.remove();
  for (const site of sites) site.remove();
};

async function run(data: Data): Promise<Record<Name, Window>> {
  const windows: [Name, Window][] = [];
  for (const name of WAYS) {
    const window = await measure(server, data, way(name, server, data, sites));
    console.log(`${data.database}  ${name}: ${window.seconds.toFixed(3)} s`);
    windows.push([name, window]);
  }
  return Object.fromEntries(windows) as Record<Name, Window>;
}

async function main(): Promise<number> {
  const { megabytes, runs } = options(process.argv.slice(2));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      remove();
      process.exit(130);
    });
  }
  try {
    await server.start();
    const all: { data: Data; runs: Record<Name, Window>[] }[] = [];
    for (const size of megabytes) all.push({ data: await makeData(server, size), runs: [] });
    for (let count = 1; count <= runs; count += 1) {
      console.log(`run ${count} of ${runs}`);
      for (const { data, runs } of all) runs.push(await run(data));
    }
    const sizes: Measured[] = all.map(({ data, runs }) => ({ bytes: data.bytes, runs }));
    const { ratio, growth } = judge(sizes);
    const version = await server.sql('postgres', 'SHOW server_version');
    const machine = `PostgreSQL ${version}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(0)}`;
    console.log(`\n${machine}; × is how many times the swap of the same run`);
    console.log(table(sizes));
    console.log(`pg_restore -c / swap at the largest size: ${ratio.toFixed(1)} (at least 15)`);
    console.log(`swap at the largest / at the smallest size: ${growth.toFixed(2)} (at most 2)`);
    mkdirSync(OUT, { recursive: true });
    const result = { at: new Date().toISOString(), machine, ratio, growth, sizes };
    writeFileSync(join(OUT, 'swap-window.json'), `${JSON.stringify(result, undefined, 2)}\n`);
    return ratio >= 15 && growth <= 2 ? 0 : 1;
  } finally {
    remove();
  }
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  },
);
