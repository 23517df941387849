import { databaseChange, type SameMajor } from '../../compose/databaseDefinition';
import type { Identity } from '../../compose/identity';
import type { Settings } from '../../config/schema';
import type { ComposeModel } from '../../model/composeModel';
import type { Facts } from '../../model/facts';
import { OPEN } from '../../model/remedy';
import { type Refusal, refuse } from '../../model/refusal';
import type { Target } from '../../model/target';
import { majorOfImage, majorOfServer } from '../../postgres/majorVersion';

/** Seen by a plan whose target can be read. */
interface Seen {
  readonly settings: Settings;
  readonly facts: Pick<Facts, 'containers' | 'database'>;
  readonly identity: Identity;
  readonly target: Target;
}

/** Applied migrations that are none of the target's, and the release on record that says so, where one does. */
interface Ahead {
  readonly left: readonly string[];
  readonly release?: string;
}

/** Migrations that stay in the database although the target does not know them; what to do about that is asked. */
export function migrationsAhead(
  { settings, target }: Pick<Seen, 'settings' | 'target'>,
  { left: migrations, release: recorded }: Ahead,
): Refusal | undefined {
  const { release } = target;
  if (settings.request.scenario !== 'auto' || settings.request.commit !== 'previous') return undefined;
  if (migrations.length === 0) return undefined;
  return refuse(
    'migrations.ahead',
    recorded === undefined
      ? `the database has migrations that ${release.commit.slice(0, 7)} does not know, so code alone may not help: ${migrations.join(', ')}`
      : `the database has migrations that ${recorded} ran without by the record, so code alone may not help: ${migrations.join(', ')}`,
    [
      'see what each would do: ',
      { do: 'preview', for: { scenario: 'database' } },
      ', which restores a backup; ',
      { do: 'preview', for: { scenario: 'code' } },
      ', which leaves the data as it is',
    ],
    { accepts: 'scenario "database" or "code"', recommends: 'database' },
  );
}

/** A service of the configuration that one of the two releases does not have. */
export function unknownService(
  { settings: { deployment }, target }: Pick<Seen, 'settings' | 'target'>,
  current: ComposeModel,
  wanted: ComposeModel,
): Refusal | undefined {
  const unknown = deployment.appServices.find(
    (service) => !Object.hasOwn(wanted.services, service) || !Object.hasOwn(current.services, service),
  );
  if (!unknown) return undefined;
  const at = target.release.commit.slice(0, 7);
  return refuse(
    'config.unknown-service',
    `config "deployment.appServices" names ${unknown}, which ${Object.hasOwn(wanted.services, unknown) ? 'the deployment' : `the target ${at}`} does not have`,
    { do: 'set', key: 'deployment.appServices', value: [OPEN] },
    {
      got: deployment.appServices.join(', '),
      accepts: Object.keys(wanted.services)
        .filter((name) => name !== deployment.databaseService && Object.hasOwn(current.services, name))
        .join(', '),
    },
  );
}

/**
 * Whether the target's image is of the major version that runs: by what it declares, else by its tag; by no tag where the one
 * of what runs is not true.
 */
function sameMajor({ facts, target }: Pick<Seen, 'facts' | 'target'>, service: string): SameMajor {
  const reference = facts.containers.find((container) => container.service === service)?.reference ?? '';
  const running = majorOfServer(facts.database.version) ?? majorOfImage(reference);
  return (now, then) => {
    const runs = running ?? majorOfImage(now);
    if (runs === undefined) return false;
    if (target.databaseMajor !== undefined) return target.databaseMajor === runs;
    const told = reference === now ? majorOfImage(now) : undefined;
    return (told === undefined || told === runs) && majorOfImage(then) === runs;
  };
}

/** The target has another database, by its major version or its data: the container that runs is none of that. */
export function databaseDiffers(
  { settings, facts, identity, target }: Seen,
  current: ComposeModel,
  wanted: ComposeModel,
): Refusal | undefined {
  const { databaseService: service } = settings.deployment;
  const changed =
    service &&
    databaseChange(current, wanted, identity.project, service, sameMajor({ facts, target }, service));
  if (!changed) return undefined;
  return refuse(
    'database.differs',
    `a${settings.request.scenario === 'database' ? '' : ' code'} rollback never touches ${settings.request.scenario === 'database' ? `the container of ${service}` : service}, and ${changed}`,
    'choose a target that keeps the database as it is',
  );
}
