import { readJournal } from '../../audit/journal/attempts';
import type { Settings } from '../../machines/config/schema';
import type { Identity } from '../../machines/compose/identity';
import { lossToNote } from '../../machines/detect/history/lostJournal';
import { type Inspection, parseInspection } from '../../machines/detect/observe/backupInspection';
import { type BackupStore, parseBackupStore } from '../../machines/detect/observe/backupStore';
import { parseDataPlaces } from '../../machines/detect/observe/dataPlaces';
import { decodeFacts } from '../../machines/detect/observe/decodeFacts';
import type { AskedSettings, Observer } from '../../machines/detect/observe/observer';
import { parseTarget } from '../../machines/detect/observe/targetRelease';
import type { DataPlace } from '../../machines/model/dataPlace';
import type { Closing } from '../../machines/lifecycle/closing';
import type { Journal } from '../../machines/model/attempt';
import type { Facts } from '../../machines/model/facts';
import type { Lease } from '../../machines/model/lease';
import type { Plan } from '../../machines/model/plan';
import type { Tampering } from '../../machines/model/tampering';
import type { Target } from '../../machines/model/target';
import { shadowsOf } from '../../machines/postgres/databaseNames';
import { commandVariables, identityOf, variableTexts } from '../script/deploymentVariables';
import { settingWords } from '../script/stepPins';
import { type Answer, NotClosed, parseAnswer } from './answer';
import { closingValues, openingValues, type Outcome } from './attemptValues';
import type { HostClient, Values } from './hostClient';
import { lookAtHost } from './hostFacts';

/** What the program asks of the host outside of any resource: looking, and opening and closing an attempt. */
export class DeploymentHost implements Observer {
  /** What was seen last: of a journal that is lost the next attempt tells. */
  private seen?: Facts;

  constructor(
    private readonly client: HostClient,
    private readonly settings: Settings,
    /** Which stack works: it goes into the journal. */
    readonly holder: string,
  ) {}

  async facts(): Promise<Facts> {
    this.seen = await lookAtHost(this.client, this.settings);
    return this.seen;
  }

  async backupStore(identity: Identity, snapshot = ''): Promise<BackupStore> {
    const { backupDirectory } = this.settings.deployment;
    const values = { ...this.identity(identity), BACKUPS: backupDirectory, SNAPSHOT: snapshot };
    return parseBackupStore(
      decodeFacts(await this.client.query('queries/list-backups', values)),
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
    return parseInspection(decodeFacts(await this.client.query('queries/inspect-backup', values)));
  }

  async data(identity: Identity, places: readonly string[]): Promise<readonly DataPlace[]> {
    const values = { ...this.identity(identity), DATA_PLACES: places.join('\n') };
    return parseDataPlaces(decodeFacts(await this.client.query('queries/data-places', values)));
  }

  private identity(identity: Identity): Values {
    const { files, envFiles = [], profiles = [], project, compose } = identity;
    return identityOf(this.settings, {
      ...{ project, compose },
      endpoint: this.seen?.docker.endpoint ?? '',
      files: [...files],
      envFiles: [...envFiles],
      profiles: [...profiles],
    });
  }

  async target(
    identity: Identity,
    commit: string,
    since: readonly string[] = [],
    { recorded, settings }: AskedSettings = {},
  ): Promise<Target> {
    const { envFiles = [], formerEnvFiles = envFiles } = identity;
    const values = {
      ...this.identity(identity),
      ...variableTexts(this.settings),
      FORMER_ENV_FILES: formerEnvFiles.join(' '),
      COMMIT: commit,
      ...(since.length > 0 ? { SINCE: since.join(' ') } : {}),
      ...(recorded === undefined ? {} : { RECORDED: String(recorded) }),
      ...(settings ? { SETTINGS: settingWords(settings) } : {}),
    };
    return parseTarget(decodeFacts(await this.client.query('queries/target', values)), recorded);
  }

  /**
   * Journals an attempt before anything is touched; only ever in an update. Operator, reason and
   * deadlines go this way and not into a resource, where another operator would re-run a step. Taken over
   * is `former` and no other lease, should somebody else have it since.
   */
  async open(plan: Plan, former?: Lease): Promise<Answer> {
    const evidence = this.seen ? (lossToNote(this.seen) ?? '') : '';
    const values = openingValues(plan, this.settings, { holder: this.holder, evidence, former });
    return parseAnswer(await this.client.run('commands/open', values));
  }

  /** Records that an operator accepts an altered journal as it is now. */
  async acknowledge({ lines, sha256 }: Tampering): Promise<Answer> {
    const values = {
      ...commandVariables(this.settings),
      LINES: String(lines),
      SHA256: sha256,
    };
    return parseAnswer(await this.client.run('commands/acknowledge', values));
  }

  /** Journals how an attempt ended, once, and gives the whole journal. Throws NotClosed where the host does not. */
  async close(plan: Plan, closing: Closing, outcome: Outcome): Promise<Journal> {
    const values = closingValues(plan, this.settings, this.holder, closing, outcome);
    const printed = (await this.client.run('commands/close', values)).trim();
    // No base64 begins so.
    if (printed.startsWith('{')) throw new NotClosed(parseAnswer(printed, 'closing the rollback'));
    return readJournal(Buffer.from(printed, 'base64'));
  }
}
