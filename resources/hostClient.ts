import { z } from 'zod';
import { readJournal } from '../audit/journal/attempts';
import type { Journal } from '../machines/model/attempt';
import { JournalError } from '../audit/journal/hashChain';
import type { Tampering } from '../machines/model/tampering';
import type { Settings } from '../machines/config/schema';
import type { Lease } from '../machines/model/lease';
import { type Code, isCode } from '../machines/model/codes';
import type { Observer } from '../machines/detect/observe/observer';
import type { Facts } from '../machines/model/facts';
import { deadlinesOf } from '../machines/detect/plan/deadlines';
import type { Closing } from '../machines/lifecycle/closing';
import type { Plan } from '../machines/model/plan';
import type { Identity } from '../machines/detect/identify/deploymentIdentity';
import { lossToNote } from '../machines/detect/history/lostJournal';
import { decodeFacts, factBytes, parseFacts } from '../machines/detect/observe/parseFacts';
import { shadowsOf } from '../machines/postgres/databaseNames';
import { type Inspection, parseInspection } from '../machines/detect/observe/backupInspection';
import { consentLimit } from '../machines/detect/plan/dataLoss';
import { parseTarget } from '../machines/detect/observe/targetRelease';
import type { Target } from '../machines/model/target';
import { parseBackupStore, type BackupStore } from '../machines/detect/observe/backupStore';
import { oldBash } from './script/bashVersion';
import { identityOf } from './script/deploymentVariables';
import { script } from './script/hostScript';
import type { Transport } from './transport';

const Answer = z.object({
  ok: z.boolean(),
  summary: z.string(),
  /** Why not, see machines/model/codes.ts. */
  code: z.custom<Code>(isCode).optional(),
});
type Answer = z.infer<typeof Answer>;

/** What a script printed that is no step. Throws an error that shows it when it is no answer. */
function parseAnswer(printed: string, script = 'opening the rollback'): Answer {
  try {
    return Answer.parse(JSON.parse(printed));
  } catch {
    throw new Error(`${script} printed no answer but: ${printed.slice(0, 300) || '(nothing)'}`);
  }
}

/** The host has not closed an attempt, and says why. */
export class NotClosed extends Error {
  override readonly name = 'NotClosed';

  readonly code: Code;

  constructor({ summary, code = 'close.failed' }: Answer) {
    super(summary);
    this.code = code;
  }
}

/** What is asked of the host outside of any resource: looking, and opening and closing an attempt. */
export class Host implements Observer {
  /** What was seen last: of a journal that is lost the next attempt tells. */
  private seen?: Facts;

  constructor(
    private readonly transport: Transport,
    private readonly settings: Settings,
    /** Which stack works: it goes into the journal. */
    readonly holder: string,
  ) {}

  async facts(): Promise<Facts> {
    this.seen = await this.look();
    return this.seen;
  }

  private async look(): Promise<Facts> {
    const { commit } = this.settings.request;
    const identity = { ...identityOf(this.settings), WANTED: commit === 'previous' ? '' : commit };
    const printed = await this.transport.run(script('queries/detect', identity));
    const instead = oldBash(printed);
    if (instead) return parseFacts(new Map([['bash', instead]]), { attempts: [] });
    const raw = decodeFacts(printed);
    const unreadable = raw.get('unreadable');
    if (unreadable) {
      const paths = unreadable.replaceAll('\n', ' and ');
      return parseFacts(raw, { attempts: [] }, `${paths} cannot be opened by ${raw.get('user')}`);
    }
    try {
      return parseFacts(raw, readJournal(factBytes(printed, 'journal.jsonl')));
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      return parseFacts(raw, { attempts: [] }, error.message, error.tampered);
    }
  }

  async backupStore(identity: Identity, snapshot = ''): Promise<BackupStore> {
    const { backupDirectory } = this.settings.deployment;
    const values = { ...this.identity(identity), BACKUPS: backupDirectory, SNAPSHOT: snapshot };
    return parseBackupStore(
      decodeFacts(await this.transport.run(script('queries/list-backups', values))),
      backupDirectory,
    );
  }

  async inspect(identity: Identity, path: string, snapshot: string): Promise<Inspection> {
    const values = {
      ...this.identity(identity),
      BACKUP: path,
      SNAPSHOT: snapshot,
      SHADOWS: shadowsOf(this.settings.deployment.database.name),
    };
    return parseInspection(decodeFacts(await this.transport.run(script('queries/inspect-backup', values))));
  }

  private identity(identity: Identity): Record<string, string> {
    return identityOf(this.settings, { ...identity, files: [...identity.files] });
  }

  async target(identity: Identity, commit: string): Promise<Target> {
    const values = { ...this.identity(identity), COMMIT: commit };
    return parseTarget(decodeFacts(await this.transport.run(script('queries/target', values))));
  }

  /**
   * Journals an attempt before anything is touched; only ever in an update. Operator, reason and
   * deadlines go this way and not into a resource, where another operator would re-run a step. Taken over
   * is `former` and no other lease, should somebody else have it since.
   */
  async open(plan: Plan, former?: Lease): Promise<Answer> {
    const { operator, reason, request, timeouts, confirm } = this.settings;
    const running = plan.services
      .filter(({ before }) => before)
      .map(({ service, before }) => `${service}=${before}`);
    const values = {
      ...identityOf(this.settings, plan),
      ROLLBACK: plan.id,
      FROM: plan.from.commit,
      RUNNING: running.join(' '),
      LIVE_OID: plan.action === 'rollback' ? plan.database.oid : '',
      CONSENT: String(consentLimit(plan)),
      OPERATOR: operator,
      REASON: reason,
      HOLDER: this.holder,
      CONFIRM: confirm,
      EVIDENCE: this.seen ? (lossToNote(this.seen) ?? '') : '',
      TAKE_OVER: former ? `${former.holder}\n${former.since}` : '',
      REQUEST: JSON.stringify(request),
      PLAN: JSON.stringify(plan),
      DEADLINES: Object.entries(deadlinesOf(plan, timeouts))
        .map(([step, seconds]) => `${step}=${seconds}`)
        .join('\n'),
    };
    return parseAnswer(await this.transport.run(script('commands/open', values)));
  }

  /** Records that an operator accepts an altered journal as it is now. */
  async acknowledge({ lines, sha256 }: Tampering): Promise<Answer> {
    const values = {
      ...identityOf(this.settings),
      LINES: String(lines),
      SHA256: sha256,
      OPERATOR: this.settings.operator,
    };
    return parseAnswer(await this.transport.run(script('commands/acknowledge', values)));
  }

  /** Journals how an attempt ended, once, and gives the whole journal. Throws NotClosed where the host does not. */
  async close(
    plan: Plan,
    { end, hold, oldPins, steps }: Closing,
    { summary, code }: { readonly summary: string; readonly code: string },
  ): Promise<Journal> {
    const { operator, reason } = this.settings;
    const values = {
      HOLDER: this.holder,
      OPERATOR: operator,
      REASON: reason,
      HOLD: hold.mode,
      HOLD_COMMIT: hold.commit,
      RELEASE: hold.released,
      OLD_PINS: oldPins.join(' '),
      ...identityOf(this.settings, plan),
      ROLLBACK: plan.id,
      OUTCOME: end,
      CODE: code,
      STEPS: steps.join(' '),
      SUMMARY: summary,
    };
    const printed = (await this.transport.run(script('commands/close', values))).trim();
    // No base64 begins so.
    if (printed.startsWith('{')) throw new NotClosed(parseAnswer(printed, 'closing the rollback'));
    return readJournal(Buffer.from(printed, 'base64'));
  }
}
