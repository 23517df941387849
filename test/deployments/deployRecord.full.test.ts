import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { practiceCalled } from './practices/all';
import { docker } from './outside';
import { Site } from './site';

jest.setTimeout(240_000);

let site: Site | undefined;
afterEach(() => site?.remove());

const previous = { scenario: 'code' };
const record = (at: Site): string => join(at.state, 'deployments.jsonl');
/** The lines of the deploy record as a test leaves them. */
function rewrite(at: Site, edit: (lines: readonly string[]) => readonly string[]): void {
  const lines = readFileSync(record(at), 'utf8').trimEnd().split('\n');
  writeFileSync(record(at), `${edit(lines).join('\n')}\n`);
}

/** Both releases, each put on record when it was up. */
async function deployed(): Promise<Site> {
  const at = (site = new Site(practiceCalled('tag-undo')));
  at.deploy('v1');
  at.record('v1');
  at.deploy('v2');
  at.record('v2');
  await at.configure();
  return at;
}

test('a torn line that may be the release before refuses previous, and is a note where that is named', async () => {
  const at = await deployed();
  rewrite(at, ([first = '', last = '']) => [first, first.slice(0, 40), last]);
  const { outputs } = await at.run(true, previous);
  expect(outputs).toMatchObject({ status: 'refused', code: 'commit.previous-unknown' });
  expect(JSON.stringify(outputs)).toContain('line 2 of the deploy record cannot be read');
  const named = await at.run(true, { commit: 'v1' });
  expect({ ...named.outputs, text: named.text }).toMatchObject({
    status: 'planned',
    plan: { noteCodes: expect.arrayContaining(['note.record-unread']) as unknown },
  });

  rewrite(at, ([first = '', , last = '']) => [
    first.replace(at.git('rev-parse', 'v1'), at.git('rev-parse', '--short', 'v1')),
    last,
  ]);
  const found = await at.run(true, previous);
  expect({ ...found.outputs, text: found.text }).toMatchObject({
    status: 'planned',
    plan: { to: { commit: at.git('rev-parse', 'v1') }, risks: [] },
  });
});

test('what came up since the last line on another image is asked about', async () => {
  const at = await deployed();
  docker('tag', at.image('v1'), at.image('v2'));
  at.up();
  const { outputs, text } = await at.run(true, previous);
  const risks = [expect.objectContaining({ code: 'risk.not-on-record' })];
  expect({ ...outputs, text }).toMatchObject({ code: 'consent.needed', plan: { risks } });
});
