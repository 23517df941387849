import { isRedefined, otherChanges } from '../../compose/definition';
import { type Migrations, migrationNotes } from './migrationsOnRecord';
import { otherService } from './otherServices';
import { inputsAmong } from '../../compose/inputs';
import type { ComposeModel } from '../../model/composeModel';
import type { Diagnosis } from '../../model/diagnosis';
import type { Facts } from '../../model/facts';
import { shortHash } from '../history/releases';
import type { Risk } from '../../model/plan';
import type { ServiceChange } from '../../model/serviceChange';
import type { Note } from '../../model/note';
import { idleKeys } from '../../config/request';
import type { Target } from '../../model/target';
import type { Settings } from '../../config/schema';

/** What the risks of a plan are seen from. */
interface Seen {
  readonly settings: Settings;
  readonly facts: Facts;
  readonly diagnosis: Diagnosis;
  readonly target: Target;
  readonly current: ComposeModel;
  readonly wanted: ComposeModel;
  readonly to: string;
  readonly files: readonly string[];
  readonly services: readonly ServiceChange[];
  readonly migrations: Migrations;
}

const NOTHING_CHANGES: Note = { code: 'note.nothing-changes', what: 'nothing that runs would change' };
const NOTHING_WRONG: Note = {
  code: 'note.nothing-wrong',
  what: 'nothing is wrong; the release is left all the same',
};

const NO_DATABASE: Note = {
  code: 'note.no-database',
  what: 'the deployment has no PostgreSQL service: data stays as it is, and migrations that the target does not know cannot be seen',
};

/** What Compose reads and is modified locally. */
export function modifiedInputs(
  { git, directory = '' }: Facts,
  { below }: Pick<Target, 'below'>,
  current: ComposeModel,
  files: readonly string[],
): Risk[] {
  return inputsAmong(git.modified, current, files, directory, below).map((file) => ({
    kind: 'modified',
    code: 'risk.modified',
    what: `${file}, which Compose reads, is modified locally`,
  }));
}

/** What an operator must consent to. */
export function risksOf({ facts, target, current, files }: Seen): Risk[] {
  return modifiedInputs(facts, target, current, files).map((risk) => ({
    ...risk,
    what: `${risk.what}; the target's own comes up`,
  }));
}

/** What an operator should know. */
export function remarksOf({
  settings,
  facts,
  diagnosis,
  target,
  current,
  wanted,
  to,
  services,
  migrations,
}: Seen): Note[] {
  const { databaseService } = settings.deployment;
  const isSame = ({ service, before, target, action, containers }: ServiceChange) =>
    target !== undefined &&
    target === before &&
    action !== 'recreate' &&
    containers?.before === containers?.target &&
    !isRedefined(current, wanted, service);
  const isLeftWell =
    settings.request.scenario === 'code' && diagnosis.cause === 'healthy' && to !== facts.git.head;
  const others = otherChanges(current, wanted, [
    ...services.map(({ service }) => service),
    ...(databaseService ? [databaseService] : []),
  ]);
  return [
    ...others.map((service) => otherService(facts, target, wanted, service)),
    ...(settings.request.scenario === 'database' ? [] : migrationNotes(migrations, shortHash(to))),
    ...(databaseService === undefined ? [NO_DATABASE] : []),
    ...idleKeys(settings.request).map((key): Note => ({
      code: 'note.config-idle',
      what: `config "${key}" is for scenario database, and not used here`,
    })),
    ...(services.every(isSame) ? [NOTHING_CHANGES] : []),
    ...(isLeftWell ? [NOTHING_WRONG] : []),
  ];
}
