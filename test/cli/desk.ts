import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Session } from '../../cli/pulumi/session';
import { Output } from '../../cli/terminal/output';
import { environmentOf, placeIn } from '../../cli/pulumi/stackLocation';
import { Pulumi } from '../../cli/pulumi/process';
import type { Stop } from '../../cli/exit';
import type { Code } from '../../machines/model/codes';
import { Engine, ROOT } from './engine';

/** A Stop of this kind that names these facts. Its words are tested once: "the words of CODE". */
export const aStop = (code: Code, facts = /./): Stop =>
  expect.objectContaining({ code, message: expect.stringMatching(facts) as string }) as Stop;

/** A Session with a stack of a test's own, on an engine that gives the answers of the test, before a host of its own. */
export class Desk {
  readonly engine = new Engine();
  /** The host's state directory. */
  readonly host = join(this.engine.home, 'host');
  readonly session: Session;
  /** The same where `--json` was typed. */
  readonly json: Session;
  /** The objects that it was answered with. */
  readonly answers: unknown[] = [];
  #text = '';

  /** `more` is further configuration of the deployment. */
  constructor(private readonly more: object = {}) {
    const place = placeIn(join(this.engine.home, 'own'), 'test');
    mkdirSync(dirname(place.config), { recursive: true });
    const pulumi = new Pulumi(ROOT, environmentOf(place, ROOT, this.engine.env));
    const output = new Output({ write: (text) => (this.#text += text) }, {});
    this.session = { root: ROOT, place, output, pulumi };
    this.json = { ...this.session, answer: (object) => this.answers.push(object) };
    this.configure();
    this.clear();
  }

  /** Keys beside the deployment, in the copy of the configuration. */
  configure(keys: Readonly<Record<string, string>> = {}): void {
    const deployment = { directory: '/nowhere', stateDirectory: this.host, ...this.more };
    const all = Object.entries({ deployment, ...keys }).map(([key, value]) => [
      `chronos-rollback:${key}`,
      value,
    ]);
    writeFileSync(this.session.place.config, JSON.stringify({ config: Object.fromEntries(all) as object }));
  }

  /** What the operator has read since the last time. */
  read(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }

  journal(text: string): void {
    writeFileSync(join(this.host, 'journal.jsonl'), text);
  }

  journalNow(): string {
    return readFileSync(join(this.host, 'journal.jsonl'), 'utf8');
  }

  /** A host without any rollback, an engine without answers, nothing read. */
  clear(): void {
    rmSync(this.host, { recursive: true, force: true });
    mkdirSync(this.host);
    this.engine.answers({});
    this.answers.length = 0;
    this.#text = '';
  }

  remove(): void {
    this.engine.remove();
  }
}
