import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Summary } from '../../tools/chaos/report';

const ROOT = join(__dirname, '../..');
jest.setTimeout(600_000);

test('a slice of chaos: killed in the middle of a database rollback, everything comes to its end', () => {
  const out = mkdtempSync(join(tmpdir(), 'chaos-'));
  const words = ['--seed', '3', '--scenario', 'database', '--runs', '6', '--minutes', '1.5', '--out', out];
  try {
    const { stdout, stderr, status } = spawnSync(
      join(ROOT, 'node_modules/.bin/tsx'),
      [join(ROOT, 'tools/chaos/chaos.ts'), ...words, '--only', 'shell,tree,all,events'],
      { cwd: ROOT, encoding: 'utf8' },
    );
    expect(`${status} ${stderr}\n${stdout}`).toMatch(/^0 /);
    const { runs, converged } = JSON.parse(readFileSync(join(out, 'chaos.json'), 'utf8')) as Summary;
    expect(runs).toBeGreaterThan(0);
    expect(converged).toBe(runs);
  } finally {
    rmSync(out, { recursive: true });
  }
});
