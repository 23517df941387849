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

describe('a secret', () => {
  const deployment = JSON.stringify({
    directory: '/srv/shop',
    appServices: ['web'],
    critical: { login: 'curl -u a:b', other: 'true' },
  });
  const secret =
    'chronos-rollback:deployment: { directory: /srv/shop, appServices: [web], critical: { login: { secure: v1:x }, other: "true" } }';
  const engine = (config: Record<string, string>, secrets: readonly string[], file?: string) => {
    const before = process.env['PULUMI_OPTION_CONFIG_FILE'];
    process.env['PULUMI_OPTION_CONFIG_FILE'] = file ?? place.config;
    try {
      pulumi.runtime.setAllConfig(config, [...secrets]);
      return settingsFromEngine();
    } finally {
      if (before === undefined) delete process.env['PULUMI_OPTION_CONFIG_FILE'];
      else process.env['PULUMI_OPTION_CONFIG_FILE'] = before;
      pulumi.runtime.setAllConfig({});
    }
  };

  test('is told by the file of the stack, where the engine tells its key alone', () => {
    const seen = inFile([secret]);
    expect([seen.secretChecks, seen.deployment.critical['login']?.check]).toEqual([['login'], '[secret]']);
    const settings = engine({ 'chronos-rollback:deployment': deployment }, ['chronos-rollback:deployment']);
    expect([settings.secretChecks, settings.deployment.critical['login']?.check]).toEqual([
      ['login'],
      'curl -u a:b',
    ]);
  });

  test('that nobody can place is refused, and so is one that would be kept in clear', () => {
    inFile([secret]);
    const asked = { 'chronos-rollback:deployment': deployment };
    const refused = expect.objectContaining({ code: 'config.secret' });
    expect(() => engine(asked, ['chronos-rollback:deployment'], '/nowhere')).toThrow(refused);
    expect(() => engine({ 'chronos-rollback:reason': 'x' }, ['chronos-rollback:reason'])).toThrow(refused);
    expect(() => inFile(['chronos-rollback:reason: { secure: v1:x }'])).toThrow(
      aStop('config.secret', /"reason"/),
    );
  });
});
