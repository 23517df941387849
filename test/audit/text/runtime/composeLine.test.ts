import {
  definitionLine,
  imagesLine,
  stopLine,
  upAloneLine,
  upLine,
  usualLine,
} from '../../../../audit/text/runtime/composeLine';

test.each([
  ['v1', undefined, 'docker-compose'],
  ['v2', undefined, 'docker compose'],
  ['v2', false, 'docker compose'],
  ['v2', true, 'docker-compose'],
] as const)('Compose %s, which stands alone: %j, is typed as %s', (version, isAlone, command) => {
  expect(definitionLine({ version, isAlone, files: [] })).toBe(`${command} config`);
});

const call = { version: 'v2', files: ['a.yml', "it's.yml"] } as const;
const FILES = `-f a.yml -f 'it'\\''s.yml'`;

test('all services are brought up, or one, where that is to happen', () => {
  expect(upLine({ do: 'bring-up', compose: call })).toBe(`docker compose ${FILES} up -d`);
  expect(upLine({ do: 'bring-up', compose: call, service: 'web', directory: '/opt/my app' })).toBe(
    `cd '/opt/my app' && docker compose ${FILES} up -d web`,
  );
});

test('a deployment is brought up as usual, with all that it is brought up with', () => {
  const directory = '/opt/my app';
  expect(usualLine({ ...call, project: 'shop', directory })).toBe(
    `cd '/opt/my app' && docker compose -p shop ${FILES} up -d`,
  );
  const all = {
    envFiles: ['x.env'],
    profiles: ['prod'],
    scale: [['web', 3]],
    variables: { TAG: 'a b' },
  } as const;
  expect(usualLine({ ...call, ...all, project: 'shop', directory })).toBe(
    `cd '/opt/my app' && TAG='a b' docker compose -p shop ${FILES} --env-file x.env --profile prod up -d --scale web=3`,
  );
  expect(usualLine({ ...call, project: 'shop', directory, alone: ['web', 'a b'] })).toBe(
    `cd '/opt/my app' && docker compose -p shop ${FILES} up -d --no-deps web 'a b'`,
  );
});

test('services of a project are stopped, and brought up by themselves', () => {
  const own = { ...call, project: 'shop' };
  expect(stopLine(own, ['web', 'a b'])).toBe(`docker compose -p shop ${FILES} stop web 'a b'`);
  const given = { ...own, variables: { TAG: 'a b' }, envFiles: ['x y.env'] };
  expect(stopLine(given, ['web'])).toBe(
    `TAG='a b' docker compose -p shop ${FILES} --env-file 'x y.env' stop web`,
  );
  expect(upAloneLine(own, ['web'])).toBe(`docker compose -p shop ${FILES} up -d --no-deps --no-build web`);
});

test('images get their names, and the services that ask for them by those are brought up alone', () => {
  const images = [{ id: 'sha256:1', name: 'web:latest' }];
  const given = { project: 'shop', directory: '/opt/my app', images, services: ['web', 'worker'] };
  expect(imagesLine({ do: 'bring-up-images', compose: call, ...given })).toBe(
    `cd '/opt/my app' && docker tag sha256:1 web:latest && docker compose -p shop ${FILES} up -d --no-deps --no-build web worker`,
  );
});
