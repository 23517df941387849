// Writes down what the program of an older checkout does about its own recordings, without a host: `node --require
// ./tools/typescript.cjs test/upgrade/foresee.ts CHECKOUT`. What it would do is what every later version must do.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inShort, visit } from './past';
import { programIn } from './program';
import { type Recording, recordings } from './recordings';

async function main([checkout = '']: string[]): Promise<void> {
  const root = resolve(checkout);
  const program = programIn(root);
  const commit = execFileSync('git', ['-C', root, 'rev-parse', '--short', 'HEAD'], { encoding: 'utf8' });
  const foresee = async (recording: Recording, config: Recording['config']) =>
    inShort(await visit(program, recording, { config, preview: true }));
  for (const recording of recordings().filter(({ name }) => name.startsWith(commit.trim()))) {
    const { directory, config, next, holder } = recording;
    process.env['PULUMI_BACKEND_URL'] = holder.split(' ')[1];
    const again = await foresee(recording, config);
    const foreseen = { again, ...(next && { next: await foresee(recording, next.config) }) };
    writeFileSync(join(directory, 'foreseen.json'), `${JSON.stringify(foreseen, undefined, 2)}\n`);
  }
}

void main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
