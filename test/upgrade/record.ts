// Records what a version of the program leaves behind: `node --require ./tools/typescript.cjs test/upgrade/record.ts
// CHECKOUT [CHAIN…]`, where CHECKOUT is that version with its packages. It needs what `npm test` needs.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MARK } from '../chaos/engine/operator';
import { PulumiOperator } from '../chaos/engine/pulumi';
import { kill, marked } from '../chaos/harness/processes';
import { World } from '../chaos/world/world';
import { CHAINS, type Chain, chain, type ChainName } from './chains';
import { runOn } from '../support/engine/inProcess';
import { decoded, type HostFacts } from './hostFacts';
import { programIn } from './program';
import { questionOf } from '../support/engine/question';
import { Stack } from '../support/engine/stack';
import { trimmed } from './trim';
import { ask, standing, update } from './turns';

/** What a host script prints on the real host. */
function answerOf(script: string, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn('bash', ['-s'], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => (stdout += more));
  child.stdin.end(script);
  return new Promise((done) => child.on('close', () => done(stdout)));
}

/** Records one chain of turns on a world that is as new. */
async function record(world: World, root: string, name: ChainName, into: string): Promise<void> {
  const { prepares, turns }: Chain = chain(name);
  await world.reset();
  prepares?.(world);
  const operator = new PulumiOperator(world, name, 'plain', root);
  rmSync(into, { recursive: true, force: true });
  let id = '';
  for (const [index, turn] of turns.entries()) {
    const directory = join(into, `${index + 1}-${turn.name}`);
    mkdirSync(directory, { recursive: true });
    id = await ask(operator, turn, id);
    if (index > 0) await look(operator, world, root, join(into, `${index}-${turns[index - 1]?.name ?? ''}`));
    await update(operator, turn);
    if (standing(world) !== turn.end) throw new Error(`${name}, ${turn.name}: ${standing(world)}`);
    await operator.export(join(directory, 'stack.json'));
    cpSync(world.state, join(directory, 'state'), { recursive: true });
    for (const name of ['lock', 'reserve']) rmSync(join(directory, 'state', name), { force: true });
    await look(operator, world, root, directory);
    writeFileSync(
      join(directory, 'turn.json'),
      `${JSON.stringify({ end: turn.end, stack: operator.stack, backend: operator.backend, config: operator.asked }, undefined, 2)}\n`,
    );
  }
}

/** Writes down what the host answers when that version looks at it with the configuration of the next update. */
async function look(operator: PulumiOperator, world: World, root: string, directory: string): Promise<void> {
  const file = join(directory, 'host.json');
  const known = ((): Record<string, HostFacts> => {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Record<string, HostFacts>;
    } catch {
      return {};
    }
  })();
  process.env['PULUMI_BACKEND_URL'] = operator.backend;
  const env = { ...world.env, [MARK]: operator.mark, TMPDIR: operator.temporary };
  const asked = { stack: operator.stack, preview: true, config: operator.asked };
  await runOn(programIn(root), Stack.read(join(directory, 'stack.json')), asked, {
    async answer(script) {
      const said = await answerOf(script, env);
      known[questionOf(script).key] ??= decoded(said);
      return said;
    },
    act: (made) => Promise.reject(new Error(`a preview makes ${made}`)),
  });
  writeFileSync(file, `${JSON.stringify(known, undefined, 2)}\n`);
}

async function main([checkout = '', ...names]: string[]): Promise<void> {
  const root = resolve(checkout);
  const commit = execFileSync('git', ['-C', root, 'rev-parse', '--short', 'HEAD'], {
    encoding: 'utf8',
  }).trim();
  const world = new World();
  try {
    await world.launch();
    const wanted = names.length > 0 ? names : Object.keys(CHAINS);
    for (const name of wanted as ChainName[]) {
      const into = join(__dirname, 'recorded', commit, name);
      try {
        const made = join(world.parent, 'made');
        await record(world, root, name, made);
        trimmed(made);
        rmSync(into, { recursive: true, force: true });
        cpSync(made, into, { recursive: true });
        console.log(`recorded ${commit}/${name}`);
      } catch (error) {
        // The others may well be recorded.
        console.error(`not recorded: ${name}`, error);
        process.exitCode = 1;
      }
    }
  } finally {
    kill(marked(`${world.project}-*`));
    world.remove();
  }
}

void main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
