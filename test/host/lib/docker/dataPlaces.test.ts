import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDataPlaces } from '../../../../machines/detect/observe/dataPlaces';
import { decodeFacts } from '../../../../machines/detect/observe/decodeFacts';
import { script } from '../../../../resources/script/hostScript';
import { docker } from '../../../support/demo/demo';
import { Site, start } from '../../../support/host/host';

const site = new Site();
const volume = (name: string) => `${site.project}-${name}`;
const [data, link] = ['data', 'link'].map((name) => join(site.parent, name)) as [string, string];
afterAll(() => {
  docker('volume', 'rm', '-f', volume('empty'), volume('full'), volume('link'));
  site.remove();
});

/** What is found in each place, by its source. */
async function look(...sources: string[]) {
  const places = sources.map((source) => `${source}:/var/lib/postgresql/data`);
  const text = script('queries/data-places', site.identity({ DATA_PLACES: places.join('\n') }));
  const ran = await start('bash -s', text, site.env).ended;
  const found = parseDataPlaces(decodeFacts(ran.stdout));
  expect(found.map(({ place }) => place)).toEqual(places);
  return found.map(({ state }) => state);
}

test('the data of a database is there, empty or gone, in a volume or in a directory, also with a space', async () => {
  const own = join(site.parent, 'my data');
  for (const directory of [data, join(own, 'pg'), link]) mkdirSync(directory, { recursive: true });
  writeFileSync(join(own, 'pg', 'PG_VERSION'), '15\n');
  writeFileSync(join(link, 'PG_VERSION'), '15\n');
  docker('volume', 'create', volume('empty'));
  docker('volume', 'create', volume('full'));
  docker('volume', 'create', '-o', 'type=none', '-o', 'o=bind', '-o', `device=${link}`, volume('link'));
  const [mounted = ''] = docker('volume', 'inspect', '-f', '{{.Mountpoint}}', volume('full'));
  writeFileSync(join(mounted, 'PG_VERSION'), '15\n');
  expect(
    await look(
      own,
      data,
      join(site.parent, 'none'),
      volume('full'),
      volume('empty'),
      volume('link'),
      volume('none'),
    ),
  ).toEqual(['there', 'empty', 'gone', 'there', 'empty', 'there', 'gone']);
});

test('what is mounted only with a container cannot be looked into', async () => {
  docker('volume', 'rm', '-f', volume('empty'));
  docker(
    'volume',
    'create',
    '-o',
    'type=nfs',
    '-o',
    'o=addr=192.0.2.1',
    '-o',
    'device=:/data',
    volume('empty'),
  );
  expect(await look(volume('empty'))).toEqual(['unknown']);
});
