import { readJournal } from '../../../audit/journal/attempts';
import type { Code } from '../../../machines/model/codes';
import { Plan } from '../../../machines/model/plan';
import type { End } from '../../../machines/model/vocabulary';
import type { Verdict } from '../../../machines/model/verdict';
import { begun, closed, ended, journalOf, opened } from '../../audit/journal/lines';
import { commit, composeText, image } from '../../fixtures';
import { WHOLE } from '../../machines/rawFacts';
import { WHOLE_BACKUPS, WHOLE_INSPECTION } from '../../machines/rawBackups';
import type { Made, World } from './inProcess';
import { questionOf, valuesIn } from './question';

/** What target.sh prints of v2: another backend, the same frontend, both images there. */
const TARGET: Readonly<Record<string, string>> = {
  release: `${commit(2)}\ttag: v2\tRelease 2\n`,
  leaves: '3333333 Release 3\n',
  sources: ['backend/', 'frontend/', 'backend/Dockerfile', 'frontend/Dockerfile', ''].join('\0'),
  difference: ' 1 file changed\n',
  'compose.current': composeText,
  'compose.target': composeText,
  images: ['1', '2', '3', 'f', 'd'].map((n) => `chronos-backend:${n} ${image(n)}\n`).join(''),
};

const printed = (facts: Readonly<Record<string, string>>): string =>
  Object.entries(facts)
    .map(([name, text]) => `${name} ${Buffer.from(text).toString('base64')}\n`)
    .join('');

/** How a host refuses to close an attempt. */
export interface NoClosing {
  readonly code: Code;
  readonly summary: string;
}

/**
 * The fixtures' deployment on a host that does nothing but keep a journal: each step says what the test has given it, and
 * one that has ended is not run again.
 */
export class ScriptedHost implements World {
  journal = '';
  /** Why no attempt is closed; nothing where it is. */
  refusesToClose: NoClosing | undefined;
  /** What it was asked outside of resources. */
  readonly questions: string[] = [];

  /** A step without a verdict is one that Pulumi leaves out. */
  constructor(private verdicts: readonly Verdict[]) {}

  private write(rollback: string, entry: Parameters<typeof journalOf>[1][number]): void {
    const last = this.journal === '' ? undefined : this.journal.trimEnd().split('\n').at(-1);
    this.journal += journalOf(rollback, [entry], last);
  }

  /** What is checked out, by which steps have ended well. */
  private get head(): string {
    const ended = this.open?.verdicts.filter(({ ok }) => ok).map(({ step }) => step) ?? [];
    return ended.includes('revert') && !ended.includes('undo') ? commit(2) : commit(3);
  }

  private get open() {
    return readJournal(this.journal).attempts.find(({ outcome }) => outcome === undefined);
  }

  answer(script: string): string {
    const { about } = questionOf(script);
    this.questions.push(about);
    const values = valuesIn(script);
    switch (about) {
      case 'detect':
        return printed({ ...WHOLE, 'git.head': this.head, 'journal.jsonl': this.journal });
      case 'target':
        return printed(TARGET);
      case 'backups':
        return printed(WHOLE_BACKUPS);
      case 'backup':
        return printed(WHOLE_INSPECTION);
      case 'open': {
        const plan = Plan.parse(JSON.parse(values.get('PLAN') ?? ''));
        if (!this.open) this.write(plan.id, opened(plan));
        return '{"ok":true,"summary":"opened"}\n';
      }
      case 'close': {
        if (this.refusesToClose) return `${JSON.stringify({ ok: false, ...this.refusesToClose })}\n`;
        this.write(values.get('ROLLBACK') ?? '', closed(values.get('OUTCOME') as End, values.get('SUMMARY')));
        return Buffer.from(this.journal).toString('base64');
      }
      default:
        throw new Error(`nobody answers ${about}`);
    }
  }

  act(name: string, type: string, inputs: Made['outputs']): Made {
    const id = `${name}-id`;
    if (type === 'docker:index/container:Container') return { id, outputs: { ...inputs, exitCode: 0 } };
    if (type !== 'command:local:Command') return { id, outputs: inputs };
    const { plan, verdicts } = this.open ?? {};
    const recorded = verdicts?.find(({ step, ok }) => step === name && ok);
    const verdict = recorded ?? this.verdicts.find(({ step }) => step === name);
    if (!verdict || !plan) return { id, outputs: inputs };
    if (!recorded && !verdict.refused) {
      this.write(plan.id, begun(name));
      this.write(plan.id, ended(verdict));
    }
    return { id, outputs: { ...inputs, stdout: JSON.stringify(verdict) } };
  }
}
