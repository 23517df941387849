import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What a bare host has: no node, no pulumi. */
const PROGRAMS =
  'bash sh env git docker curl cut head tail grep cat date ls setpriv sed sha256sum docker-compose'.split(
    ' ',
  );

/** `BY-HAND.txt` as a person has it, who types its sections into a bare shell. */
export class Runbook {
  constructor(
    readonly state: string,
    private readonly bin: string,
  ) {
    mkdirSync(bin, { recursive: true });
    for (const name of PROGRAMS) {
      const { stdout } = spawnSync('bash', ['-c', `type -P ${name}`], { encoding: 'utf8' });
      if (stdout.trim()) symlinkSync(stdout.trim(), join(bin, name));
    }
  }

  get text(): string {
    return readFileSync(join(this.state, 'BY-HAND.txt'), 'utf8');
  }

  get titles(): string[] {
    return [...this.text.matchAll(/^# == \d+\. (.*)$/gm)].map(([, title = '']) => title);
  }

  /** The lines of the section whose title has that in it, as they stand. */
  section(title: string): string {
    const found = this.text.split(/^(?=# == )/m).find((one) => one.split('\n')[0]?.includes(title));
    if (found === undefined) throw new Error(`no section ${title} in ${this.titles.join(', ')}`);
    return found;
  }

  /** Types lines into a bare shell: what they print. Throws an error where the last one fails. */
  type(lines: string): string {
    const env = ['-i', `PATH=${this.bin}`, `HOME=${homedir()}`, 'bash'];
    const { status, stdout, stderr } = spawnSync('env', env, { input: lines, encoding: 'utf8' });
    if (status !== 0) throw new Error(`exit ${status}: ${stdout}${stderr}\n${lines}`);
    return `${stdout}${stderr}`;
  }
}
