import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kind } from '../chaos/harness/kind';
import type { Summary } from '../chaos/report';

const ROOT = join(__dirname, '../..');
const TYPESCRIPT = ['--require', join(ROOT, 'tools/typescript.cjs')];

/** Runs `npm run chaos` with these options to its end, which must be a good one, and gives what it has counted. */
export function chaos(...options: string[]): Summary {
  const out = mkdtempSync(join(tmpdir(), 'chaos-'));
  try {
    const words = [...TYPESCRIPT, join(ROOT, 'test/chaos/chaos.ts'), ...options, '--out', out];
    const { stdout, stderr, status } = spawnSync(process.execPath, words, {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status !== 0) throw new Error(`chaos ended with ${status}: ${stderr}\n${stdout}`);
    return JSON.parse(readFileSync(join(out, 'chaos.json'), 'utf8')) as Summary;
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** Breaks a rollback once in each of these ways; all have to come to their ends. The deck deals each before it deals one again. */
export function eachOnce(kinds: readonly Kind[]): void {
  const each = kinds.length;
  const only = kinds.map(({ name }) => name).join(',');
  const { runs, converged } = chaos('--only', only, '--seed', '18', '--runs', String(each));
  expect({ runs, converged }).toEqual({ runs: each, converged: each });
}
