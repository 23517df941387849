import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Summary } from '../chaos/report';

const ROOT = join(__dirname, '../..');
const TYPESCRIPT = ['--require', join(ROOT, 'tools/typescript.cjs')];
const RUNS = 2;

test('a slice of chaos: killed in the middle of a rollback, everything comes to its end', () => {
  const out = mkdtempSync(join(tmpdir(), 'chaos-'));
  const words = ['--seed', '3', '--scenario', 'code', '--runs', `${RUNS}`, '--out', out];
  try {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [...TYPESCRIPT, join(ROOT, 'test/chaos/chaos.ts'), ...words, '--only', 'shell,events'],
      { cwd: ROOT, encoding: 'utf8' },
    );
    expect(`${status} ${stderr}\n${stdout}`).toMatch(/^0 /);
    const { runs, converged, kills } = JSON.parse(readFileSync(join(out, 'chaos.json'), 'utf8')) as Summary;
    expect({ runs, converged, kills }).toEqual({ runs: RUNS, converged: RUNS, kills: RUNS });
  } finally {
    rmSync(out, { recursive: true });
  }
});
