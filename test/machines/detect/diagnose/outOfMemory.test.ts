import { isOutOfMemory, memoryNotes } from '../../../../machines/detect/diagnose/outOfMemory';
import type { Container } from '../../../../machines/model/container';
import { container, facts, image } from '../../../fixtures';

const { clock } = facts();
const JUST_NOW = '2026-11-22T02:59:00Z';
const killed = (more: Partial<Container> = {}) =>
  container('backend', image(3), { oomKilled: true, ...more });

test.each<[string, Partial<Container>]>([
  ['runs and is healthy', {}],
  ['runs and is healthy after restarts', { restarts: 3, started: JUST_NOW }],
  ['has no health check and was never restarted', { health: null, started: JUST_NOW }],
  ['has no health check and has run on since its restarts', { health: null, restarts: 4 }],
])('lack of memory is a note where the container %s', (_, more) => {
  expect(isOutOfMemory(killed(more), clock)).toBe(false);
  expect(memoryNotes(facts({ containers: [killed(more)] }))).toEqual([
    { code: 'note.out-of-memory', what: expect.stringContaining('backend') },
  ]);
});

test.each<[string, Partial<Container>]>([
  ['has ended', { status: 'exited' }],
  ['is restarting', { status: 'restarting', health: null }],
  ['is unhealthy', { health: 'unhealthy' }],
  ['has not been healthy since', { health: 'starting' }],
  ['has no health check and was restarted just now', { health: null, restarts: 1, started: JUST_NOW }],
])('lack of memory is what is wrong where the container %s', (_, more) => {
  expect(isOutOfMemory(killed(more), clock)).toBe(true);
  expect(memoryNotes(facts({ containers: [killed(more)] }))).toEqual([]);
});

test('of a service with several containers it is noted once, and of containers of no service never', () => {
  const containers = [killed(), killed({ id: 'b' }), killed({ service: '' })];
  expect(memoryNotes(facts({ containers }))).toHaveLength(1);
});

test('a container in which nothing was killed is neither', () => {
  const well = container('backend', image(3));
  expect(isOutOfMemory(well, clock)).toBe(false);
  expect(memoryNotes(facts())).toEqual([]);
});
