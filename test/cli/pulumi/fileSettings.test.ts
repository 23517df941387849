import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { settingsInFile } from '../../../cli/pulumi/fileSettings';
import { placeIn } from '../../../cli/pulumi/stackLocation';
import { settingsFromEngine } from '../../../resources/process/engineSettings';
import { aStop } from '../desk';

const directory = mkdtempSync(join(tmpdir(), 'settings-'));
const place = { ...placeIn(directory, 'test'), config: join(directory, 'Pulumi.test.yaml') };
afterAll(() => rmSync(directory, { recursive: true }));
const inFile = (lines: readonly string[]) => {
  writeFileSync(place.config, ['config:', ...lines.map((line) => `  ${line}`), ''].join('\n'));
  return settingsInFile(place);
};

test('a stack has the same settings by its file as by the engine, which gives objects and truth as text', () => {
  pulumi.runtime.setMocks(
    { newResource: () => ({ id: '', state: {} }), call: () => ({}) },
    'chronos-rollback',
    'test',
  );
  pulumi.runtime.setAllConfig({
    'chronos-rollback:commit': 'v2',
    'chronos-rollback:stopFirst': 'true',
    'chronos-rollback:deployment': '{"directory":"/srv/shop","appServices":["web"]}',
    'aws:region': 'eu-central-1',
  });
  const settings = inFile([
    'chronos-rollback:commit: v2',
    'chronos-rollback:stopFirst: true',
    'chronos-rollback:deployment: { directory: /srv/shop, appServices: [web] }',
    'aws:region: eu-central-1',
  ]);
  expect(settings).toMatchObject({ request: { commit: 'v2', stopFirst: true } });
  expect(settings).toEqual(settingsFromEngine());
});

test('where only the rest is wrong, a file still says which deployment it is', () => {
  const lines = ['chronos-rollback:scenario: none', 'chronos-rollback:deployment: { directory: /srv/shop }'];
  expect(inFile(lines).deployment.directory).toBe('/srv/shop');
});

test('where the deployment is wrong, nothing is asked of any host', () => {
  const lines = ['chronos-rollback:deployment: { directory: shop }'];
  expect(() => inFile(lines)).toThrow(aStop('config.invalid', /"deployment\.directory"/));
});
