import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runningFrom } from '../../../cli/host/deployment';
import { findDeployment } from '../../../cli/host/discover';
import { journalIn } from '../../../cli/host/journal';
import { runningStep } from '../../../cli/host/runningStep';
import { wholeJournal } from '../../audit/journal/lines';
import { aStop } from '../../cli/desk';
import { plan } from '../../fixtures';
import { docker } from '../../support/demo/demo';
import { Site } from '../../support/host/host';
import { images } from '../../support/host/deployment';

let site: Site;
beforeEach(() => (site = new Site()));
afterEach(() => site.remove());

describe('the journal of a host', () => {
  const write = (text: string) => {
    mkdirSync(site.state);
    writeFileSync(join(site.state, 'journal.jsonl'), text);
  };

  test('is read whole, and empty where there is none', async () => {
    expect(await journalIn(site.state)).toEqual({ attempts: [] });
    write(wholeJournal(plan()));
    expect(await journalIn(site.state)).toMatchObject({ attempts: [{ plan: { id: plan().id } }] });
  });

  test('that cannot be read is refused with the reason', async () => {
    mkdirSync(join(site.state, 'journal.jsonl'), { recursive: true });
    await expect(journalIn(site.state)).rejects.toThrow(
      aStop('journal.unreadable', new RegExp(`^${site.state}/journal\\.jsonl .*: Is a directory$`)),
    );
  });
});

describe('a step at work', () => {
  test('is seen with its process, its name and its deadline, until it has ended', async () => {
    site.release('v1', { 'a file': 'one\n' });
    await site.open();
    expect(await runningStep(site.state, site.rollback)).toBeUndefined();
    const { pid, ended } = site.start('prepare', {}, {}, 'pause 60');
    let seen = await runningStep(site.state, site.rollback);
    for (let tries = 0; !seen?.begun && tries < 100; tries += 1)
      seen = await runningStep(site.state, site.rollback);
    process.kill(pid, 'SIGTERM');
    expect(seen).toMatchObject({ pid, command: expect.stringContaining('bash -s') as string });
    expect(seen?.begun?.step).toBe('prepare');
    const begun = site.journal().find(({ type }) => type === 'begin');
    expect(seen?.begun?.until.getTime()).toBe(Date.parse(String(begun?.['at'])) + 60_000);
    await ended;
    expect(await runningStep(site.state, site.rollback)).toBeUndefined();
  });

  test('is seen where the path of the state directory has letters that mean something to find', async () => {
    const odd = join(site.parent, 'a [b]*?');
    mkdirSync(odd);
    const step = spawn('flock', ['-o', join(odd, 'lock'), 'cat']);
    let seen = await runningStep(odd);
    for (let tries = 0; !seen && tries < 100; tries += 1) seen = await runningStep(odd);
    step.stdin.end();
    expect(seen?.pid).toBe(step.pid);
  });
});

describe('the containers of a directory', () => {
  const project = `cli-${randomBytes(4).toString('hex')}`;
  /** Makes a container that says that Compose has made it. */
  const make = (of: string, service: string, directory: string, image = images.node): string => {
    const labels = Object.entries({
      project: of,
      service,
      oneoff: 'False',
      'project.working_dir': directory,
    });
    const words = labels.flatMap(([name, value]) => ['--label', `com.docker.compose.${name}=${value}`]);
    return docker('create', ...words, image).join();
  };
  const made: string[] = [];
  afterEach(() => {
    if (made.length > 0) docker('rm', '-f', ...made.splice(0));
  });

  test('say which project it is and what it consists of, also through a link', async () => {
    const real = realpathSync(site.directory);
    made.push(make(project, 'web', real), make(project, 'db', real, images.postgres));
    const link = join(site.parent, 'link');
    symlinkSync(site.directory, link);
    for (const directory of [real, link]) {
      expect((await runningFrom(directory)).projects).toEqual([project]);
      expect((await findDeployment(directory)).deployment).toEqual({
        ...{
          directory,
          project,
          composeFile: 'docker-compose.yml',
          appServices: ['web'],
          databaseService: 'db',
        },
        ...{ database: { user: 'postgres', name: 'postgres' }, health: {}, links: {} },
      });
    }
  });

  test('are told apart by their projects, and a name that can be none is left out', async () => {
    for (const name of [project, `${project}-b`, '$(bad)']) made.push(make(name, 'web', site.directory));
    expect((await runningFrom(site.directory)).projects).toEqual([project, `${project}-b`]);
    await expect(findDeployment(site.directory)).rejects.toThrow(
      aStop('deployment.several-projects', new RegExp(`: ${project}, ${project}-b$`)),
    );
  });

  test('are none where there are none', async () => {
    await expect(findDeployment('/nowhere')).rejects.toThrow(
      aStop('deployment.no-containers', / \/nowhere\n/),
    );
  });

  test('are none while everything is down, and the state directory tells which project it was', async () => {
    const state = join(site.parent, 'remembered');
    mkdirSync(state);
    writeFileSync(join(state, 'deployment'), `${project}\n${site.directory}\n`);
    expect(await runningFrom(site.directory, { state })).toMatchObject({
      projects: [],
      remembered: [project],
    });
    expect((await runningFrom('/nowhere', { state })).remembered).toEqual([]);
    await expect(findDeployment(site.directory)).rejects.toThrow(aStop('deployment.no-containers'));
  });

  test('cannot be looked up without Docker, whose words are told', async () => {
    process.env['DOCKER_HOST'] = 'unix:///nowhere';
    const asked = runningFrom(site.directory);
    delete process.env['DOCKER_HOST'];
    await expect(asked).rejects.toThrow(
      aStop('docker.unreachable', /^Docker cannot be asked:\n.*unix:\/\/\/nowhere/),
    );
  });
});
