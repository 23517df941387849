import { describeRelease } from '../../../../machines/detect/history/releases';
import { makeContainersPlan } from '../../../../machines/detect/plan/containersPlan';
import { forecast } from '../../../../machines/detect/plan/stepForecast';
import { oldPins, pinnedBefore } from '../../../../machines/detect/plan/targetImages';
import type { Container } from '../../../../machines/model/container';
import { NO_COMMIT } from '../../../../machines/model/release';
import { restartPins } from '../../../../resources/script/stepPins';
import { attempt, container, image, refusal, restartInput, saying } from '../../../fixtures';
import { running } from '../../choices';

type Given = NonNullable<Parameters<typeof restartInput>[0]>;
const made = (services: readonly string[], given: Given = {}, obstacle?: typeof refusal) =>
  makeContainersPlan({ ...restartInput(given), obstacle }, services);
const having = (...containers: Container[]): Given => ({ facts: { containers } });
const names = (plan: ReturnType<typeof made>) => plan.services.map(({ service }) => service);
const [backend, frontend, postgres] = running(3) as [Container, Container, Container];

test('the name of an image is the one that the container was made with, whatever the Compose file has by now', () => {
  const plan = made(['backend'], having({ ...backend, reference: 'shop/web:1.4' }, frontend, postgres));
  expect(plan.services).toMatchObject([{ reference: 'shop/web:1.4', before: image(3), target: image(3) }]);
});

test('services come each once in the given order, those that others depend on by their labels before', () => {
  expect(names(made(['frontend', 'backend', 'frontend']))).toEqual(['frontend', 'backend']);
  const labelled = having({ ...backend, needs: ['postgres'] }, { ...frontend, needs: ['backend'] }, postgres);
  expect(names(made(['frontend', 'postgres', 'backend'], labelled))).toEqual([
    'postgres',
    'backend',
    'frontend',
  ]);
});

test('one in the network of another comes behind it', () => {
  const inside = having(
    { ...backend, networks: {}, networkMode: `container:${frontend.id}` },
    frontend,
    postgres,
  );
  expect(names(made(['backend', 'frontend'], inside))).toEqual(['frontend', 'backend']);
});

test('all containers of a service are counted, and one for whose end another has waited may end', () => {
  const twice = having(backend, { ...backend, id: 'second' }, frontend, postgres);
  expect(made(['backend'], twice).services).toMatchObject([{ containers: { before: 2, target: 2 } }]);
  const waited = having(backend, { ...frontend, needs: ['backend'], awaited: ['backend'] }, postgres);
  expect(made(['backend'], waited).services).toMatchObject([{ once: true }]);
});

test('a database without container is in the way of no restart of others, and none is pinned', () => {
  const plan = made(['backend'], having(backend, frontend));
  expect(plan).not.toHaveProperty('database');
  expect(made(['backend'])).toMatchObject({ database: { container: 'container-of-postgres' } });
});

test('a link that can be probed nowhere is left out, and that is said', () => {
  const apart = having(backend, { ...frontend, networks: {}, networkMode: 'none' });
  const links = JSON.stringify({ links: { frontend: 'http://elsewhere/', backend: 'http://elsewhere/' } });
  const plan = made(['backend'], { ...apart, settings: { deployment: links } });
  expect(Object.keys(plan.links)).toEqual(['backend']);
  expect(plan).toMatchObject({ noteCodes: ['note.link-not-probed'], notes: [saying('frontend')] });
});

test('an obstacle is told, and makes that no container is ever created', () => {
  expect(restartPins(made(['backend']), [])).not.toHaveProperty('CONTAINERS_ONLY');
  const plan = made(['backend'], {}, refusal);
  expect(plan.notes).toEqual([saying('the host lacks curl')]);
  expect(restartPins(plan, [])).toMatchObject({ CONTAINERS_ONLY: 'yes', ACTIONS: 'backend=restart' });
});

describe('without a commit', () => {
  const { git: _, ...facts } = restartInput().facts;
  const plan = made(['backend'], {
    facts: { ...facts, git: { shallow: false, bare: false, modified: [], reflog: [], releases: new Map() } },
  });

  test('none is claimed or verified', () => {
    expect(plan.to).toEqual({ commit: NO_COMMIT, subject: 'no commit is known' });
    expect(describeRelease(plan.to)).toBe('an unknown commit');
    expect(forecast('verify', plan)).toMatch(/^images, .* at least 6 checks$/);
    expect(forecast('verify', made(['backend']))).toMatch(/^commit, images, .* at least 7 checks$/);
  });

  test('no image is pinned by it, and so no pin of it is ever removed', () => {
    const [change] = plan.services;
    if (!change) throw new Error('nothing is restarted');
    expect(pinnedBefore(plan, change)).toBeUndefined();
    expect(pinnedBefore(made(['backend']), change)).toBe(image(3));
    const past = attempt(plan, { outcome: 'recovered', closed: '2026-01-01T00:00:00Z' });
    expect(oldPins([past], made(['backend']), '2026-11-22T03:00:00.000Z')).toEqual([]);
  });
});

test('a service that has no container cannot be restarted by this', () => {
  expect(() => made(['worker'], having(backend, container('other', image(1))))).toThrow();
});
