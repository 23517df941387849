import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
