import { decidedSettings } from '../../../../machines/detect/plan/settingsOfRelease';
import { makePlan } from '../../../../machines/detect/plan/codePlan';
import { unreadFiles, unreadNotes } from '../../../../machines/detect/plan/unreadFiles';
import { emptyPlan } from '../../../../machines/detect/refusals/emptyPlan';
import type { SettingFile } from '../../../../machines/model/settings';
import type { Target } from '../../../../machines/model/target';
import {
  composeModel,
  commit,
  IDENTITY,
  plan,
  planInput,
  settings,
  target,
  without,
} from '../../../fixtures';

const at = (name: string) => `/opt/chronos-financial/${name}`;
const file = (name: string, state: SettingFile['state'] = 'absent'): SettingFile => ({
  path: at(name),
  state,
  names: [],
});
const seen = (files: readonly SettingFile[], more: Partial<Target> = {}) => ({
  settings: settings(),
  identity: IDENTITY,
  target: target({ inputs: [], settings: { release: 12, files }, ...more }),
});
const unread = (...given: Parameters<typeof seen>) => unreadFiles(seen(...given)).map(({ shown }) => shown);
const taken = (...given: Parameters<typeof seen>) =>
  decidedSettings(seen(...given))?.taken?.files.map(({ path }) => path);
const OVERRIDES = ['compose.override.yml', 'docker-compose.override.yml', 'docker-compose.override.yaml'];

test('an override that Compose finds by itself and that is not there today is not brought back', () => {
  const files = OVERRIDES.map((name) => file(name));
  expect([unread(files), taken(files)]).toEqual([OVERRIDES, undefined]);
  const broken = without(seen(files).target, 'target');
  expect(unreadFiles({ ...seen(files), target: broken })).toHaveLength(3);
});

test('a Compose file that was given by -f is not brought back, there today or not', () => {
  const files = [file('extra.yml'), file('there.yml', 'differs'), file('same.yml', 'same')];
  expect([unread(files), taken(files)]).toEqual([['extra.yml', 'there.yml', 'same.yml'], undefined]);
});

test('a file of YAML that Compose or a service reads comes from the release', () => {
  const model = composeModel((text) => `${text}configs: { c: { file: '${at('conf.yml')}' } }\n`);
  const given = {
    ...model,
    services: { ...model.services, backend: { ...model.services['backend'], configs: ['c'] } },
  };
  const more = {
    target: given as Target['target'] & object,
    inputs: [{ kind: 'opened' as const, path: at('part.yml') }],
  };
  const files = [
    file('conf.yml'),
    file('part.yml', 'differs'),
    file(IDENTITY.files[0], 'differs'),
    file('.env'),
  ];
  expect(unread(files, more)).toEqual([]);
  expect(taken(files, more)).toEqual(['conf.yml', 'part.yml', IDENTITY.files[0], '.env']);
});

test('one that a definition may include, as it cannot be read without it, comes from the release', () => {
  const files = [file('part.yml')];
  const all = { ...seen(files), target: without(seen(files).target, 'target') };
  expect(decidedSettings(all)?.taken?.files).toEqual([{ path: 'part.yml' }]);
});

test('such a file is told in a note, and leaves the definition of each service unproven', () => {
  const given = planInput();
  const input = { ...given, ...seen([file('compose.override.yml')]), facts: given.facts };
  const decided = decidedSettings(input);
  const made = makePlan({ ...input, decided });
  expect(made).toMatchObject({ noteCodes: expect.arrayContaining(['note.settings-stay']) as string[] });
  expect('unproven' in made && made.unproven).toEqual(
    plan().services.map(({ service }) =>
      expect.stringMatching(
        `^definition of ${service}: compose.override.yml, which #12 had, is not there today`,
      ),
    ),
  );
  expect([decided, decidedSettings(seen([file('x.yml', 'same')])), undefined].map(unreadNotes)).toEqual([
    [{ code: 'note.settings-stay', what: expect.stringMatching(/put it back, deploy/) }],
    [{ code: 'note.settings-stay', what: expect.stringMatching(/^x\.yml, which #12 had, is not read/) }],
    [],
  ]);
});

test('a plan that changes nothing is refused where the release had such a file, of the same commit too', () => {
  const release = { commit: commit(3), subject: 'Release 3' };
  const input = { ...planInput(), ...seen([file('compose.override.yml')], { release }) };
  const kept = plan().services.map((change) => ({ ...change, action: 'keep' as const }));
  const doubts = ['definition of backend: nobody knows'];
  expect(emptyPlan({ ...input, facts: planInput().facts, doubts }, kept)).toBeUndefined();
  expect(
    emptyPlan({ ...input, facts: planInput().facts, doubts, unread: unreadFiles(input) }, kept),
  ).toMatchObject({ code: 'plan.changes-nothing' });
});
