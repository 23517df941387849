import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheDirectory } from '../set-up/places.mjs';
import { root, sources } from './run.mjs';

/**
 * Projects of jest.config.mjs that look at what the rest of this checkout has no part in: where their tests are, and all
 * else that their result depends on beside the packages and Node.
 */
const CONTRACTS = {
  plugins: { tests: 'test/offline-plugins', others: ['tools/offline-plugins'] },
  demo: { tests: 'test/demo/contract', others: ['demo', 'test/support', 'tools/set-up'] },
};
export const contracts = Object.keys(CONTRACTS);

/** A checksum of all that a contract depends on, over the files that git knows or would know. */
export function digest(contract) {
  const { tests, others } = CONTRACTS[contract];
  const sum = createHash('sha256').update(process.version);
  for (const file of sources(tests, ...others, 'package-lock.json').sort())
    sum.update(`\n${file}\n`).update(readFileSync(join(root, file)));
  return sum.digest('hex');
}

const markOf = (contract) => join(cacheDirectory(), 'contracts', digest(contract));

/** When a contract's tests passed with exactly these files and this Node on this cache; undefined before. */
export function passedBefore(contract) {
  const mark = markOf(contract);
  return existsSync(mark) ? readFileSync(mark, 'utf8').trim() : undefined;
}

/** Keeps of each contract that it has passed, where its tests were run and all of them did. */
export function keepPassed({ testResults }) {
  for (const contract of contracts) {
    const place = join(root, CONTRACTS[contract].tests, '/');
    const mine = testResults.filter(({ name }) => name.startsWith(place));
    if (mine.length === 0 || mine.some(({ status }) => status !== 'passed')) continue;
    const mark = markOf(contract);
    mkdirSync(dirname(mark), { recursive: true });
    writeFileSync(mark, `${new Date().toISOString().slice(0, 10)}\n`);
  }
}
