import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, parseConfig } from '../../config';
import type { Settings } from '../../machines/config/schema';
import { goLine } from '../../audit/text/requestLine';
import { identityOf, linksToProbe } from '../../resources/script/deploymentVariables';
import { assignments, commandLine } from '../../resources/script/hostScript';
import { hostile } from '../support/hostile';

const directory = mkdtempSync(join(tmpdir(), 'chronos-hostile-'));
const canary = join(directory, 'canary');
const TEXTS = Object.entries(hostile(canary));
afterAll(() => rmSync(directory, { recursive: true }));

/** Nothing that was tried has come about: neither the canary nor anything else has been made. */
const nothingDone = () => expect([existsSync(canary), readdirSync(directory)]).toEqual([false, []]);
const run = (shell: 'bash' | 'sh', input: string, ...words: string[]) =>
  execFileSync(shell, words, { cwd: directory, input, maxBuffer: 1 << 28 }).toString();

const inDeployment = (key: string) => (value: unknown) => ({ deployment: JSON.stringify({ [key]: value }) });
const flat = (key: string) => (value: string) => ({ [key]: value });
type Raw = (text: string) => Record<string, string>;
const FIELDS: Readonly<Record<string, Raw>> = {
  ...Object.fromEntries(
    ['commit', 'service', 'backup', 'confirm', 'undo', 'reason', 'operator', 'scenario', 'hold'].map(
      (key) => [key, flat(key)],
    ),
  ),
  ...Object.fromEntries(
    [
      'directory',
      'composeFile',
      'environment',
      'project',
      'databaseService',
      'backupDirectory',
      'deployScript',
      'healthScript',
      'stateDirectory',
    ].map((key) => [`deployment.${key}`, inDeployment(key)]),
  ),
  'deployment.directory, below the root': (text) => inDeployment('directory')(`/${text}`),
  'deployment.stateDirectory, below the root': (text) => inDeployment('stateDirectory')(`/${text}`),
  'backup, below the root': (text) => ({ backup: `/${text}` }),
  'deployment.appServices': (text) => inDeployment('appServices')([text]),
  'deployment.database.user': (text) => inDeployment('database')({ user: text }),
  'deployment.database.name': (text) => inDeployment('database')({ name: text }),
  'deployment.health': (text) => inDeployment('health')({ [text]: 'http://web/' }),
  'deployment.health.web': (text) => inDeployment('health')({ web: `http://web/${text}` }),
  'deployment.links': (text) => inDeployment('links')({ [text]: 'http://web/' }),
  'deployment.links.web': (text) => inDeployment('links')({ web: `http://web/${text}` }),
  'deployment.critical': (text) => inDeployment('critical')({ [text]: 'true' }),
};

/** Everything of the settings that is handed to a script. */
const handed = (settings: Settings): Record<string, string> => ({
  ...identityOf(settings),
  ...linksToProbe(settings),
  BACKUPS: settings.deployment.backupDirectory,
  COMMIT: settings.request.commit,
  SERVICES: settings.request.service,
  BACKUP: settings.request.backup,
  REASON: settings.reason,
  OPERATOR: settings.operator,
  REQUEST: JSON.stringify(settings.request),
});

/** The settings that a text gives, if it is taken; else it is refused by the name of its field, in few words. */
function settingsOf(raw: Raw, key: string, text: string): Settings[] {
  try {
    return [parseConfig(raw(text))];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.message).toContain(`config "${key}`);
    expect(error.message.length).toBeLessThan(1000);
    return [];
  }
}

test.each(Object.entries(FIELDS))(
  'config "%s" is refused by its name, or reaches the script as it is and does nothing on its way',
  (name, raw) => {
    const [key = ''] = name.split(',');
    const taken = TEXTS.flatMap(([, text]) =>
      settingsOf(raw, key, text).map((one) => ({ text, values: handed(one) })),
    );
    for (const { text, values } of taken) expect(Object.values(values).join('\0')).toContain(text);
    const lines = taken.flatMap(({ values }) => [
      assignments(values),
      ...Object.keys(values).map((one) => `printf '%s\\0' "$${one}"`),
    ]);
    const expected = taken
      .flatMap(({ values }) => Object.values(values).map((value) => `${value}\0`))
      .join('');
    for (const shell of ['bash', 'sh'] as const)
      expect(run(shell, lines.join('\n'), '-s') === expected).toBe(true);
    nothingDone();
  },
);

test('texts that nobody has looked at are quoted for bash and sh, be they a megabyte long', () => {
  for (const [, text] of TEXTS.filter(([, one]) => !one.includes('\0'))) {
    const lines = `${assignments({ TEXT: text })}\nprintf '%s' "$TEXT"`;
    for (const shell of ['bash', 'sh'] as const) expect(run(shell, lines, '-s')).toBe(text);
    if (text.length > 100_000) continue;
    const line = commandLine({ COMMIT: text, IMAGES: text });
    expect(run('sh', 'printf "%s%s" "$COMMIT" "$IMAGES"', '-c', line)).toBe(text + text);
  }
  nothingDone();
});

test('a line that is told to be typed asks for the same words, and for nothing else', () => {
  for (const [, text] of TEXTS.filter(([, one]) => !one.includes('\0') && one.length < 100_000)) {
    const { request } = parseConfig({});
    const line =
      goLine('r-00c0ffee', { ...request, scenario: 'database', backup: text }).split('  =  ')[1] ?? '';
    const words = run('sh', `pulumi() { printf '%s\\0' "$@"; }\n${line}\n`, '-s').split('\0');
    expect(words).toEqual([
      'up',
      '-c',
      'confirm=r-00c0ffee',
      '-c',
      'scenario=database',
      '-c',
      `backup=${text}`,
      '',
    ]);
  }
  nothingDone();
});
