import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const directory = mkdtempSync(join(tmpdir(), 'sources-'));
afterAll(() => rmSync(directory, { recursive: true }));

test('fields of a class are set in their order, whatever their names and types', () => {
  const file = join(directory, 'main.ts');
  writeFileSync(
    file,
    `class Place { readonly home: string = 'a'; readonly #calls = this.home + 'b'; text = () => this.#calls satisfies string; }
     import { stdout } from 'node:process';
     stdout.write(new Place().text());`,
  );
  const words = ['--require', join(__dirname, '../../tools/typescript.cjs'), file];
  expect(execFileSync(process.execPath, words, { encoding: 'utf8' })).toBe('ab');
});

describe('what a source was transformed to', () => {
  const root = join(__dirname, '../..');
  const cache = join(directory, 'node_modules/.cache');
  const file = join(directory, 'said.ts');
  const run = () =>
    execFileSync(process.execPath, ['--require', join(directory, 'tools/typescript.cjs'), file], {
      encoding: 'utf8',
    });
  const say = (text: string) => writeFileSync(file, `process.stdout.write('${text}' satisfies string);`);

  beforeAll(() => {
    for (const name of ['tools', 'node_modules']) mkdirSync(join(directory, name));
    for (const name of ['tools/typescript.cjs', 'tools/lazySdk.cjs'])
      copyFileSync(join(root, name), join(directory, name));
    for (const name of ['@pulumi', 'caching-transform', 'pirates', 'sucrase'])
      symlinkSync(join(root, 'node_modules', name), join(directory, 'node_modules', name));
  });

  test('is kept, and is not what another source is read as', () => {
    say('one');
    expect([run(), run()]).toEqual(['one', 'one']);
    const kept = join(cache, 'chronos-rollback', readdirSync(join(cache, 'chronos-rollback'))[0] ?? '');
    writeFileSync(kept, "process.stdout.write('kept')");
    expect(run()).toBe('kept');
    say('two');
    expect(run()).toBe('two');
  });

  test('need not be kept: where nothing can be written it runs all the same', () => {
    rmSync(cache, { recursive: true });
    writeFileSync(cache, '');
    say('three');
    expect([run(), run()]).toEqual(['three', 'three']);
    writeFileSync(file, 'const const = 1;');
    expect(run).toThrow(/said\.ts|Unexpected token/);
  });
});

test("what the SDK of Pulumi has beside its resources is loaded when it is asked for, and is then the SDK's own", () => {
  const file = join(directory, 'sdk.cjs');
  const sdk = require.resolve('@pulumi/pulumi');
  writeFileSync(
    file,
    `const pulumi = require(${JSON.stringify(sdk)});
     const loaded = () => Object.keys(require.cache).some((name) => name.includes('node_modules/typescript/'));
     const before = loaded();
     pulumi.runtime.serializeFunction(() => 'shipped').then(({ text }) =>
       console.log([before, loaded(), Object.keys(pulumi.automation).includes('LocalWorkspace'), /shipped/.test(text)].join()));`,
  );
  const words = ['--require', join(__dirname, '../../tools/typescript.cjs'), file];
  expect(execFileSync(process.execPath, words, { encoding: 'utf8', stdio: 'pipe' })).toBe(
    'false,true,true,true\n',
  );
});
