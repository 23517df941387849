import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Stack } from '../../demo/lib/stack';
import { Demo, docker } from '../support/demo';
import { journalOf, worldOf } from '../support/world';

const ROOT = join(__dirname, '../..');
const demo = new Demo();
const stack = new Stack(join(demo.parent, 'stack'), demo.project, ROOT);

const journal = () => journalOf(demo);
const head = () => demo.git('describe', '--tags', 'HEAD');
const imageOf = (service: string) => docker('inspect', '-f', '{{.Image}}', demo.container(service))[0];
const deployment = () => worldOf(demo);

const up = (...words: string[]) => stack.run(['up', '--yes', '--skip-preview', ...words]);

/** Each line's checksum stands in the next one. */
function chainHolds(): boolean {
  const lines = journal().split('\n').slice(0, -1);
  return lines.every((line, index) => {
    const before = (JSON.parse(lines[index + 1] ?? '{"before":null}') as { before: string | null }).before;
    return index === lines.length - 1 || before === createHash('sha256').update(`${line}\n`).digest('hex');
  });
}

beforeAll(() => {
  demo.create();
  for (const release of ['v1', 'v2', 'v3']) expect(demo.deploy(release).code).toBe(0);
  stack.create({
    'deployment.directory': demo.directory,
    'deployment.stateDirectory': demo.state,
    operator: 'night watch',
  });
});

afterAll(() => {
  demo.clean();
  expect(existsSync(demo.directory)).toBe(false);
});

describe('a release that answers transfers with errors', () => {
  let postgres: string;
  let pinned: Record<string, string | undefined>;

  test('preview says what is wrong, what would be done, and touches nothing', () => {
    postgres = demo.container('postgres');
    const before = deployment();
    const { code, text } = stack.run(['preview']);
    expect(code).toBe(0);
    expect(text).toMatch(/WRONG {2}transfers: \d+ of 20 are 5xx; 3\/3 containers healthy/);
    expect(text).toMatch(/WHY {4}code: backend .*came new with [0-9a-f]{7} \(v3, deployed/);
    expect(text).toMatch(/from [0-9a-f]{7} v3 "Faster transfers"/);
    expect(text).toMatch(/to {3}[0-9a-f]{7} v2 "Add statements"; ran .*; images present/);
    expect(deployment()).toEqual(before);
  });

  test('up brings the release before back, with evidence, and leaves the database alone', () => {
    const { code, text } = up('-c', 'reason=transfers "fail", it\'s $(bad)');
    expect({ code, text }).toMatchObject({ code: 0 });
    const outputs = stack.outputs();
    expect(outputs.status).toBe('recovered');
    expect(head()).toBe('v2');
    const [, v2] = demo.deployments();
    pinned = { backend: imageOf('backend'), frontend: imageOf('frontend') };
    expect(pinned).toEqual(v2?.images);
    expect(demo.container('postgres')).toBe(postgres);
    expect(outputs.checks.map(({ name, ok }) => [name, ok])).toEqual(
      [
        'commit',
        'image of backend',
        'health of backend',
        'image of frontend',
        'health of frontend',
        'database container',
        'database',
        'database volume',
        'database read',
        'database write',
        'link of frontend',
        'probe frontend',
        'probe backend',
        'probe transfers',
        'deployment/scripts/health-check.sh',
      ].map((name) => [name, true]),
    );
    expect(outputs.downtimeSeconds).toBeGreaterThan(0);
    expect(outputs.audit.newest[0]).toMatchObject({
      operator: 'night watch',
      reason: 'transfers "fail", it\'s $(bad)',
      outcome: 'recovered',
    });
    const names = docker('image', 'ls', '--format', '{{.Repository}}', `chronos-rollback/${demo.project}-*`);
    expect(names).toHaveLength(4);
    expect(chainHolds()).toBe(true);
  });

  test('the same again changes nothing, neither on the host nor in the outputs', () => {
    const before = { deployment: deployment(), outputs: stack.outputs() };
    const { code, text } = stack.run(['up', '--yes']);
    expect(code).toBe(0);
    expect(text.match(/Resources:\n {4}11 unchanged\n\n/g)).toHaveLength(2);
    expect({ deployment: deployment(), outputs: stack.outputs() }).toEqual(before);
  });

  test('the edited source is what runs', () => {
    const copy = join(demo.parent, 'copy');
    mkdirSync(copy);
    for (const entry of readdirSync(ROOT)) {
      if (!['node_modules', 'out', '.git'].includes(entry))
        cpSync(join(ROOT, entry), join(copy, entry), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    const briefing = join(copy, 'audit/briefing.ts');
    writeFileSync(briefing, readFileSync(briefing, 'utf8').replace("'WRONG'", "'EDITED'"));
    const { code, text } = new Stack(join(demo.parent, 'stack'), demo.project, copy).run(['preview']);
    expect({ code, text }).toEqual({ code: 0, text: expect.stringMatching(/EDITED +nothing: /) as string });
  });

  test('a step that fails in prepare ends undone, and everything stands as before', () => {
    const aside = join(demo.parent, 'aside');
    demo.git('worktree', 'add', '--detach', aside, 'v1');
    appendFileSync(join(aside, 'backend/Dockerfile'), '\nRUN echo no such thing; exit 7\n');
    const identity = ['-c', 'user.name=test', '-c', 'user.email=test@localhost'];
    demo.git('-C', aside, ...identity, 'commit', '--all', '--message', 'Cannot be built');
    demo.git('tag', 'broken', demo.git('-C', aside, 'rev-parse', 'HEAD'));
    demo.git('worktree', 'remove', aside);
    const before = deployment();
    const { code, text } = up('-c', 'commit=broken');
    expect({ code, text }).toEqual({
      code: 1,
      text: expect.stringMatching(/undone: prepare failed: the image of backend cannot be built/) as string,
    });
    expect(stack.outputs()).toMatchObject({
      status: 'undone',
      audit: { newest: [{ outcome: 'undone' }, {}], total: 2 },
    });
    const after = deployment();
    expect({ ...after, journal: '', images: [] }).toEqual({ ...before, journal: '', images: [] });
    docker('rmi', `${demo.project}-backend:${demo.git('rev-parse', 'v1')}`);
  });

  test('a missing image is built beside the checkout, local work is stashed, a failed check ends degraded', () => {
    appendFileSync(join(demo.directory, 'README.md'), 'a note of the operator\n');
    stack.set({ 'deployment.critical.books': 'echo the books do not balance; exit 3' });
    const preview = stack.run(['preview', '-c', 'commit=v1']);
    expect(preview.text).toMatch(/build backend/);
    expect(preview.text).toMatch(/stash README\.md/);
    const { code, text } = up('-c', 'commit=v1');
    expect({ code, text }).toEqual({
      code: 1,
      text: expect.stringMatching(
        /degraded: at [0-9a-f]{7} \(v1\), but critical books failed \(exit 3: the books do not balance\)/,
      ) as string,
    });
    const outputs = stack.outputs();
    expect(outputs.status).toBe('degraded');
    expect(outputs.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['critical books']);
    expect(head()).toBe('v1');
    expect(demo.git('stash', 'list')).toContain(`chronos-rollback ${outputs.audit.newest[0]?.id}`);
    expect(demo.container('postgres')).toBe(postgres);
  });

  test('after a degraded end the same again verifies again', () => {
    stack.set({ 'deployment.critical.books': 'echo they do' });
    expect(up().code).toBe(0);
    expect(stack.outputs()).toMatchObject({ status: 'recovered', plan: { attempt: 2 } });
    expect(head()).toBe('v1');
  });

  test('a service that does not come up is undone by itself: everything stands as before', () => {
    appendFileSync(join(demo.directory, 'README.md'), 'another note\n');
    const standing = () => {
      const { head: commit, refs, status, stashes, lease, holds } = deployment();
      const running = { backend: imageOf('backend'), frontend: imageOf('frontend') };
      const readme = readFileSync(join(demo.directory, 'README.md'), 'utf8');
      return { commit, refs, status, stashes, lease, holds, running, readme };
    };
    const before = standing();
    const { code, text } = up('-c', 'commit=v4');
    expect({ code, text }).toEqual({
      code: 1,
      text: expect.stringMatching(
        /undone: restart failed: frontend is not well: it ends again and again.*; everything stands as before/,
      ) as string,
    });
    const outputs = stack.outputs();
    expect(outputs.status).toBe('undone');
    expect(outputs.timeline.map(({ state, ok }) => [state, ok])).toEqual([
      ['prepare', true],
      ['revert', true],
      ['restart', false],
      ['undo', true],
    ]);
    expect(standing()).toEqual(before);
    expect(demo.container('postgres')).toBe(postgres);
  });

  test('going on from there works', () => {
    expect(up('-c', 'commit=v2').code).toBe(0);
    expect(stack.outputs().status).toBe('recovered');
    expect(pinned).toEqual({ backend: imageOf('backend'), frontend: imageOf('frontend') });
    expect(demo.container('postgres')).toBe(postgres);
    expect(chainHolds()).toBe(true);
  });

  test('destroy forgets the stack and touches neither deployment nor pins', () => {
    const before = deployment();
    expect(stack.run(['destroy', '--yes', '--skip-preview']).code).toBe(0);
    const probe = ({ containers: all, ...rest }: ReturnType<typeof deployment>) => ({
      ...rest,
      containers: all.filter((line) => !line.includes('exited')),
    });
    expect(probe(deployment())).toEqual(probe(before));
    rmSync(join(demo.parent, 'copy'), { recursive: true });
  });
});
