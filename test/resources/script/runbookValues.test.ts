import { checkpointVariables } from '../../../resources/script/deploymentVariables';
import { runbookValues } from '../../../resources/script/runbookValues';
import { SHA, restorePlan } from '../../backups';
import { plan, restartPlan, settings, undoOfPlan } from '../../fixtures';

const variables = { current: new Map([['TAG', 'v3']]), target: new Map([['TAG', 'v2']]) };
const of = (made = plan(), step: 'verify' | 'undo' = 'verify') => runbookValues(settings(), made, step);

test('a step is told of both releases: commit, files, images by their names, variables', () => {
  const made = plan({ target: { variables } });
  const { RUNBOOK_TO = '', RUNBOOK_FROM = '' } = of(made);
  const [change] = made.services;
  expect(RUNBOOK_TO.split('\n')).toEqual(
    expect.arrayContaining([
      `commit ${made.to.commit}`,
      `version ${made.compose}`,
      `files ${made.files.join(' ')}`,
      'variable TAG=v2',
      `image ${change?.service} ${change?.target} ${change?.reference}`,
    ]),
  );
  expect(RUNBOOK_FROM).toContain(`image ${change?.service} ${change?.before} `);
  expect(RUNBOOK_FROM).toContain('variable TAG=v3');
  expect(RUNBOOK_FROM).toContain(`commit ${made.from.commit}`);
});

test('the image of a service that is built first is told as not known', () => {
  const [first, ...others] = plan().services;
  if (!first) throw new Error('no service');
  const { target: _, ...built } = first;
  expect(of({ ...plan(), services: [built, ...others] })['RUNBOOK_TO']).toContain(
    `image ${first.service} - `,
  );
});

test('numbers of containers, one-shots, networks by hand and env files are those of each release', () => {
  const [first, ...others] = plan().services;
  if (!first) throw new Error('no service');
  const more = { containers: { before: 3, target: 2 }, once: true as const, was: 'other:1' };
  const change = { ...first, ...more, connections: [{ network: 'edge', aliases: ['a', 'b'] }] };
  const made = {
    ...plan(),
    services: [change, ...others],
    envFiles: ['to.env'],
    formerEnvFiles: ['from.env'],
  };
  const { RUNBOOK_TO = '', RUNBOOK_FROM = '' } = of({ ...made, targetFiles: ['renamed.yml'] });
  for (const line of [
    `scale ${first.service} 2`,
    `once ${first.service}`,
    `connect ${first.service} edge a,b`,
  ])
    expect(RUNBOOK_TO.split('\n')).toContain(line);
  expect(RUNBOOK_TO).toMatch(/^files renamed.yml\nenv to.env$/m);
  expect(RUNBOOK_FROM).toContain(`scale ${first.service} 3`);
  expect(RUNBOOK_FROM).toContain('env from.env');
  expect(RUNBOOK_FROM).toContain(`image ${first.service} ${first.before} other:1`);
});

test('a restart has one release, and the undo of a rollback both', () => {
  expect(of(restartPlan('all'))).not.toHaveProperty('RUNBOOK_FROM');
  expect(of(undoOfPlan(), 'undo')).toMatchObject({ RUNBOOK_FROM: expect.any(String) as string });
});

test('of a restore it has the backup, and the database that was swapped away once it was', () => {
  const made = restorePlan();
  expect(of(made)).toMatchObject({
    RUNBOOK_BACKUP: `${made.backup?.path}\n${SHA}`,
    RUNBOOK_KEPT: expect.stringContaining(`_before_${made.id}`) as string,
  });
  expect(of(made, 'undo')).not.toHaveProperty('RUNBOOK_KEPT');
  expect(of()).not.toHaveProperty('RUNBOOK_BACKUP');
});

test('variables whose text tells the release go to steps and checkpoint as they are configured', () => {
  const configured = settings({ deployment: JSON.stringify({ variables: { TAG: '{commit:7}' } }) });
  const told = { RUNBOOK_VARIABLES: 'TAG={commit:7}' };
  expect(runbookValues(configured, plan(), 'verify')).toMatchObject(told);
  expect(checkpointVariables(configured, 'p')).toMatchObject(told);
  expect(checkpointVariables(settings(), 'p')).not.toHaveProperty('RUNBOOK_VARIABLES');
});
