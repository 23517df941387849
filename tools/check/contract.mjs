import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheDirectory } from '../set-up/places.mjs';
import { root, sources } from './run.mjs';

/** The project of jest.config.mjs whose tests ask only the plugins that this checkout builds. */
export const CONTRACT = 'plugins';

/** All that the result of the contract tests depends on: plugins, tests, packages and Node. */
const PLACES = ['tools/offline-plugins', 'test/offline-plugins', 'package-lock.json'];

/** A checksum of that, over the files that git knows or would know. */
export function digest() {
  const sum = createHash('sha256').update(process.version);
  for (const file of sources(...PLACES).sort())
    sum.update(`\n${file}\n`).update(readFileSync(join(root, file)));
  return sum.digest('hex');
}

const markOf = (sum) => join(cacheDirectory(), 'contracts', sum);

/** When the contract tests passed with exactly these plugins, tests and Node on this cache; undefined before. */
export function passedBefore() {
  const mark = markOf(digest());
  return existsSync(mark) ? readFileSync(mark, 'utf8').trim() : undefined;
}

/** Keeps that they have passed, where they were run and all of them did. */
export function keepPassed({ testResults }) {
  const mine = testResults.filter(({ name }) => name.startsWith(join(root, 'test/offline-plugins/')));
  if (mine.length === 0 || mine.some(({ status }) => status !== 'passed')) return;
  const mark = markOf(digest());
  mkdirSync(dirname(mark), { recursive: true });
  writeFileSync(mark, `${new Date().toISOString().slice(0, 10)}\n`);
}
