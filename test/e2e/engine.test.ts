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
import { Demo, docker } from '../support/demo/demo';
import { wholly } from '../support/demo/done';
import { Operator } from '../support/demo/operator';
import { holdsOf, journalOf, resourcesOf, worldOf } from '../support/demo/world';

const ROOT = join(__dirname, '../..');
const demo = new Demo('built');
const operator = new Operator(demo, 'operator');
const { stack } = operator;

const journal = () => journalOf(demo);
const head = () => demo.git('describe', '--tags', 'HEAD');
const imageOf = (service: string) => docker('inspect', '-f', '{{.Image}}', demo.container(service))[0];
const deployment = () => worldOf(demo);
const matching = (pattern: RegExp) => expect.stringMatching(pattern) as string;

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
  for (const release of ['v2', 'v3']) expect(demo.deploy(release).code).toBe(0);
  operator.create();
  stack.set({ operator: 'night watch' });
});

afterAll(() => {
  demo.clean();
  expect(existsSync(demo.directory)).toBe(false);
});

describe('a release that answers transfers with errors', () => {
  let postgres: string;

  test('a preview says what is wrong and what would be done; when that is no longer so, nothing is touched', () => {
    postgres = demo.container('postgres');
    demo.git('tag', 'wanted', 'v2');
    const before = deployment();
    const meanwhile = `git -C '${demo.directory}' tag --force wanted v1`;
    const { code, counts, lines, outputs, text } = operator.upWithMeanwhile(meanwhile, { commit: 'wanted' });
    const [preview = ''] = text.split(/^Resources:$/m);
    expect(preview).toMatch(/WRONG {2}transfers: .* 3\/3 /);
    expect(preview).toMatch(/WHY {4}code: backend .*[0-9a-f]{7} \(v3, /);
    expect(preview).toMatch(/from [0-9a-f]{7} v3 "Faster transfers"/);
    expect(preview).toMatch(/to {3}[0-9a-f]{7} wanted "Add statements"; ran .*; images present/);
    // What the target was for the preview, and what it is.
    expect({ code, text }).toEqual({
      code: 1,
      text: matching(/"First statement of accounts".*"Add statements"/),
    });
    expect({ counts, lines }).toEqual({ counts: { created: 1 }, lines: [] });
    expect(outputs).toMatchObject({ status: 'refused', code: 'plan.changed', next: matching(/pulumi up/) });
    demo.git('tag', '--force', 'wanted', 'v2');
    expect(deployment()).toEqual(before);
    demo.git('tag', '--delete', 'wanted');
  });

  const reason = 'transfers "fail", it\'s $(bad)';

  test('up brings the release before back, with evidence, and leaves the database alone', () => {
    appendFileSync(join(demo.directory, 'README.md'), 'a note of the operator\n');
    const { code, counts, lines, outputs, text } = operator.up({ reason });
    expect({ code, text }).toMatchObject({ code: 0 });
    expect(lines).toEqual([
      'attempt',
      ...wholly('prepare', 'revert', 'restart', 'verify'),
      'outcome recovered',
    ]);
    expect(counts).toEqual({ created: 10, unchanged: 1 });
    expect(outputs).toMatchObject({ status: 'recovered', code: 'end.recovered' });
    expect(head()).toBe('v2');
    const [v2] = demo.deployments();
    expect({ backend: imageOf('backend'), frontend: imageOf('frontend') }).toEqual(v2?.images);
    expect(demo.container('postgres')).toBe(postgres);
    expect(outputs.checks.map(({ name, ok }) => [name, ok])).toEqual(
      [
        'commit',
        'image of backend',
        'health of backend',
        'image of frontend',
        'health of frontend',
        'definition of backend',
        'definition of frontend',
        'image name of backend',
        'image name of frontend',
        'database container',
        'database',
        'database volume',
        'database read',
        'database privileges',
        'database write',
        'link of frontend',
        'probe frontend',
        'probe backend',
        'probe transfers',
        'deployment/scripts/health-check.sh',
      ].map((name) => [name, true]),
    );
    expect(outputs.checks.filter(({ evidence }) => evidence === '')).toEqual([]);
    expect(outputs.downtimeSeconds).toBeGreaterThan(0);
    expect(outputs.audit.newest[0]).toMatchObject({ operator: 'night watch', reason, outcome: 'recovered' });
    const names = docker('image', 'ls', '--format', '{{.Repository}}', `chronos-rollback/${demo.project}-*`);
    expect(names).toHaveLength(4);
    expect(chainHolds()).toBe(true);
  });

  test('local work is in a stash, and the release that was left is on hold', () => {
    const id = stack.outputs().audit.newest[0]?.id ?? '';
    expect(demo.git('stash', 'list')).toContain(`chronos-rollback ${id}`);
    expect(worldOf(demo).lease).toBe('');
    expect(holdsOf(demo)[id]).toContain(`mode=release\ncommit=${demo.git('rev-parse', 'v3')}\n`);
  });

  test('the same again changes nothing, neither on the host nor in the outputs', () => {
    const before = { deployment: deployment(), outputs: stack.outputs() };
    const { code, outputs, text } = operator.up({ reason }, []);
    expect(code).toBe(0);
    expect(text.match(/Resources:\n {4}11 unchanged\n\n/g)).toHaveLength(2);
    expect({ deployment: deployment(), outputs }).toEqual(before);
  });

  test('a refresh finds everything as it is', () => {
    const before = { deployment: deployment(), outputs: stack.outputs() };
    const { code, counts, outputs } = operator.up({ reason }, ['--skip-preview', '--refresh']);
    expect({ code, counts }).toEqual({ code: 0, counts: { unchanged: 11 } });
    expect({ deployment: deployment(), outputs }).toEqual(before);
  });

  test('a refusal ends with 1 and fresh outputs, touches nothing and deletes nothing', () => {
    const before = { deployment: deployment(), resources: resourcesOf(stack) };
    const { code, counts, lines, outputs, text } = operator.up({ commit: 'v99' });
    expect({ code, counts, text }).toEqual({
      code: 1,
      counts: { unchanged: 11 },
      text: matching(/got "v99"/),
    });
    expect(text).not.toMatch(/to delete|- .*delete/);
    expect({ lines, outputs }).toMatchObject({
      lines: [],
      outputs: { status: 'refused', code: 'commit.unknown' },
    });
    expect({ deployment: deployment(), resources: resourcesOf(stack) }).toEqual(before);
  });

  test('a service that was stopped is started, and no other; what was there before is unchanged', () => {
    docker('stop', demo.container('frontend'));
    const { code, counts, lines, outputs, text } = operator.up({ reason });
    expect({ code, text }).toEqual({ code: 0, text: matching(/WRONG {2}.*frontend/) });
    expect(lines).toEqual(['attempt', ...wholly('restart', 'verify'), 'outcome recovered']);
    expect(counts).toMatchObject({ unchanged: expect.any(Number) as number });
    expect(outputs).toMatchObject({ status: 'recovered', plan: { scenario: 'infrastructure', attempt: 2 } });
    expect(demo.container('postgres')).toBe(postgres);
  });

  test('destroy forgets the stack and touches neither deployment nor pins', () => {
    const before = deployment();
    expect(stack.run(['destroy', '--yes', '--skip-preview']).code).toBe(0);
    const probe = ({ containers: all, ...rest }: ReturnType<typeof deployment>) => ({
      ...rest,
      containers: all.filter((line) => !line.includes('exited')),
    });
    expect(probe(deployment())).toEqual(probe(before));
  });
});

test('the edited source is what runs', () => {
  const copy = join(demo.parent, 'copy');
  mkdirSync(copy);
  for (const entry of readdirSync(ROOT)) {
    if (!['node_modules', 'out', '.git'].includes(entry))
      cpSync(join(ROOT, entry), join(copy, entry), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const fields = join(copy, 'machines/config/fields.ts');
  writeFileSync(fields, readFileSync(fields, 'utf8').replace("'an absolute path", "'EDITED"));
  const edited = new Stack(join(demo.parent, 'edited'), demo.project, copy);
  edited.create({ 'deployment.directory': 'nowhere' });
  const { code, text } = edited.run(['preview']);
  expect({ code, text }).toEqual({ code: 0, text: matching(/got "nowhere"; it accepts EDITED/) });
  rmSync(copy, { recursive: true });
});
