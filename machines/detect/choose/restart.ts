import type { Diagnosis } from '../../model/diagnosis';
import type { Facts } from '../../model/facts';
import { isAllDown } from '../diagnose/nothingRuns';
import { shortHash } from '../history/releases';
import type { Request } from '../../model/request';
import type { Advice } from '../../model/remedy';
import { said } from '../../model/said';
import { refused, RESTORE, type Way } from './way';

/** A restart stays at the release that is checked out. */
const restartOf = (services: readonly string[] | 'all', { git }: Facts): Way => ({
  kind: 'restart',
  services,
  commit: git.head ?? '',
});

/** The services that are named, else those that are unhealthy. */
export function restartAsked({ service, scenario }: Request, facts: Facts, diagnosis: Diagnosis): Way {
  if (service === '') return restartUnhealthy(scenario, facts, diagnosis);
  return restartOf(service === 'all' ? 'all' : service.split(','), facts);
}

/** The unhealthy services, never the database: what a restart cannot mend is refused. */
function restartUnhealthy(
  scenario: Request['scenario'],
  facts: Facts,
  { symptoms, wrong, why }: Diagnosis,
): Way {
  if (symptoms.some(({ points }) => points === 'integrity')) {
    // What was restored is damaged too; `previous` would be a release further back by now.
    const another: Advice = [
      'name another backup: ',
      { do: 'preview', for: { backup: 'NAME', commit: shortHash(facts.git.head) } },
    ];
    const next = scenario === 'database' ? another : RESTORE;
    return refused('database.damaged', said`${wrong} (${why})`, next, {
      accepts: 'scenario "database", or a service that is named',
    });
  }
  const isDown = isAllDown(facts);
  const below = symptoms.filter(({ points }) => (points === 'database' && !isDown) || points === 'disk');
  const first = below[0];
  if (first) {
    const database = first.points === 'database' ? first.service : undefined;
    return refused(
      database !== undefined ? 'database.down' : 'disk.full',
      said`${wrong} (${why})`,
      database !== undefined
        ? [
            'look at its log first; it is restarted only when it is named: ',
            { do: 'update', for: { scenario: 'infrastructure', service: database } },
          ]
        : said`mend ${first.what} first: no restart would help`,
      { accepts: 'scenario "code" to roll the code back all the same' },
    );
  }
  if (isDown) return restartOf('all', facts);
  const services = [...new Set(symptoms.flatMap(({ service }) => service ?? []))];
  if (services.length > 0) return restartOf(services, facts);
  return refused(
    'service.unnamed',
    said`${wrong} (${why})`,
    ['name the service to restart: ', { do: 'update', for: { scenario: 'infrastructure', service: 'NAME' } }],
    { accepts: `all, or of ${known(facts).join(', ')}` },
  );
}

const known = ({ containers }: Facts): string[] =>
  [...new Set(containers.map(({ service }) => service))].sort();

/** What scenario `infrastructure` comes to: a restart of what is there, never of another release. */
export function infrastructure(request: Request, facts: Facts, diagnosis: Diagnosis, commit?: string): Way {
  if (commit && commit !== facts.git.head) {
    return refused(
      'config.conflict',
      'config "commit" names another release, and scenario infrastructure restarts what is there',
      [{ do: 'unset', key: 'commit' }, ', or ', { do: 'set', key: 'scenario', value: 'code' }],
      { got: `"${request.commit}"`, accepts: '"previous" or the release that is checked out' },
    );
  }
  const isIdle = request.service === '' && diagnosis.symptoms.length === 0;
  return isIdle ? { kind: 'healthy' } : restartAsked(request, facts, diagnosis);
}
