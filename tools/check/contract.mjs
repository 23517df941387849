import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheDirectory } from '../set-up/places.mjs';
import { root, sources } from './run.mjs';

/** What `checkpoint` is made of, which the demo's deploy script calls. */
const CHECKPOINT = [
  'host/commands/checkpoint.sh',
  'host/commands/install-checkpoint.sh',
  'host/lib',
  'resources/script',
];

/**
 * Projects of jest.config.mjs that look at what the rest of this checkout has no part in: where their tests are, and all
 * else that their result depends on beside the packages and Node.
 */
const CONTRACTS = {
  plugins: { tests: 'test/offline-plugins', others: ['tools/offline-plugins'] },
  demo: { tests: 'test/demo/contract', others: ['demo', 'test/support', 'tools/set-up', ...CHECKPOINT] },
};
export const contracts = Object.keys(CONTRACTS);

/** What the tests of each run with, beside the tools and images of set-up. */
const COMMON = ['package-lock.json', 'jest.config.mjs', 'test/support/jest/patience.ts'];

/** A checksum of all that a contract depends on, over the files that git knows or would know. */
function digest(contract) {
  const { tests, others } = CONTRACTS[contract];
  const sum = createHash('sha256').update(process.version);
  const tools = join(cacheDirectory(), 'setup.json');
  if (existsSync(tools)) sum.update(readFileSync(tools));
  for (const file of sources(tests, ...others, ...COMMON).sort())
    sum.update(`\n${file}\n`).update(readFileSync(join(root, file)));
  return sum.digest('hex');
}

const markOf = (sum) => join(cacheDirectory(), 'contracts', sum);

/** The digest of each contract, to be taken before its tests run: what is edited meanwhile has not passed. */
export const digests = () => new Map(contracts.map((contract) => [contract, digest(contract)]));

/** When a contract's tests passed under its digest, of those `taken`, on this cache; undefined before. */
export function passedBefore(contract, taken) {
  const mark = markOf(taken.get(contract));
  return existsSync(mark) ? readFileSync(mark, 'utf8').trim() : undefined;
}

/** Keeps of each contract that it has passed under its digest, where all its test files were run and all of them did. */
export function keepPassed({ testResults }, taken) {
  const passed = new Set(testResults.filter(({ status }) => status === 'passed').map(({ name }) => name));
  for (const contract of contracts) {
    const files = sources(CONTRACTS[contract].tests).filter((file) => file.endsWith('.test.ts'));
    if (!files.every((file) => passed.has(join(root, file)))) continue;
    const mark = markOf(taken.get(contract));
    mkdirSync(dirname(mark), { recursive: true });
    writeFileSync(mark, `${new Date().toISOString().slice(0, 10)}\n`);
  }
}
