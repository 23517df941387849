import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../chaos/engine/cli';
import { idsOf, lookAt } from './outside';
import { practiceCalled } from './practices/all';
import { Site } from './site';

jest.setTimeout(300_000);

let site: Site | undefined;
afterEach(() => site?.remove());

/** The script that docs/checkpoint.md gives people, for this deployment. */
function documentedScript(at: Site): string {
  const text = readFileSync(join(ROOT, 'docs/checkpoint.md'), 'utf8');
  const script = /```sh\n(#!\/bin\/bash\n[\s\S]*?)```/.exec(text)?.[1] ?? '';
  const file = join(at.parent, 'deploy');
  const own = script
    .replaceAll('/opt/shop', at.directory)
    .replaceAll('/var/lib/chronos-rollback/shop/checkpoint', at.checkpointFile());
  writeFileSync(file, own);
  chmodSync(file, 0o755);
  return file;
}

const answers = (at: Site): string | undefined => lookAt(at.project)['web']?.[0]?.answer;
/** The image of the newest release that is deployed with a name of its own. */
function publish(at: Site, release: string): void {
  at.build(release);
  const clone = join(at.parent, 'clone');
  execFileSync('git', ['clone', '-q', join(at.parent, 'remote'), clone]);
  const edit = `cd '${clone}' && sed -i 's/:v2/:${release}/' compose.yml && git -c user.name=t -c user.email=t@t commit -qam ${release} && git push -q origin main`;
  execFileSync('bash', ['-c', edit]);
}

test('after a rollback a git pull brings nothing back, a reset does, and the documented script heeds the hold', async () => {
  const at = (site = new Site(practiceCalled('tag-undo')));
  await at.deployBoth();
  at.type('git clone -q --bare . ../remote && git remote add origin "$PWD/../remote" && git fetch -q');
  at.type('git branch -q --set-upstream-to origin/main main');
  const deploy = documentedScript(at);
  at.checkpoint('after');
  const ended = await at.run(false, { commit: 'v1' });
  expect({ ...ended.outputs, text: ended.text }).toMatchObject({
    status: 'recovered',
    next: expect.stringMatching(/HOLD read by nobody .*; .*begins with git switch main$/) as string,
  });
  const [good, ids] = [answers(at), idsOf(at.project)];
  expect(good).toMatch(/ 200$/);

  // What the checkout was told to stay at nobody's pull leaves.
  expect(() => at.type('git pull && docker compose up -d')).toThrow(/not currently on a branch/);
  at.type('git pull; docker compose up -d');
  expect([idsOf(at.project), at.git('rev-parse', 'HEAD')]).toEqual([ids, at.git('rev-parse', 'v1')]);

  // The script asks, and is refused.
  expect(() => at.type(`${deploy} >&2`)).toThrow(/holds release/);
  expect([idsOf(at.project), answers(at)]).toEqual([ids, good]);

  // Whoever resets brings it back: nobody asks.
  at.type('git reset -q --hard origin/main && docker compose up -d');
  expect(answers(at)).toMatch(/ 500$/);
  at.type('git checkout -q --detach v1 && docker compose up -d');

  // A later release goes, with the word that a hold is no proof.
  publish(at, 'v3');
  expect(at.type(deploy)).toMatch(/comes after .*: a hold is a brake/);
  expect(answers(at)).toMatch(/^v3.* 200$/);
  expect(at.git('rev-parse', 'HEAD')).toBe(at.git('rev-parse', 'origin/main'));
});
