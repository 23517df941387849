import { parseCompose } from '../../compose/definition';
import { parseWritten } from '../../compose/writtenDefinition';
import { builds } from './buildFacts';
import { fields, lines } from './decodeFacts';
import { madeOf } from './madeOfFacts';
import { settingFiles, settingReferences } from './settingsOfTarget';
import { insideValues, variablesRead } from './variablesRead';
import { parseHidden, parseNamedCommit } from './gitFacts';
import type { RawFacts } from '../../model/facts';
import type { Input, MissingEnv, Target } from '../../model/target';

const pairs = (text: string | undefined): [string, string][] =>
  lines(text)
    .map((line) => line.split(' '))
    .map(([name = '', id = '']) => [name, id]);

/** NAME=VALUE a line. */
const assignments = (text: string | undefined): [string, string][] =>
  lines(text).map((line) => {
    const at = line.indexOf('=');
    return [line.slice(0, at), line.slice(at + 1)];
  });

const paths = (text: string | undefined): string[] => (text ?? '').split('\0').filter(Boolean);

/** By commit the paths that stand behind it, ended by a NUL each; an empty one says that the commit is known. */
function pathsByCommit(text: string | undefined): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const entry of paths(text)) {
    const [commit, path] = [entry.slice(0, 40), entry.slice(41)];
    const known = found.get(commit) ?? new Set();
    found.set(commit, path === '' ? known : known.add(path));
  }
  return found;
}

function missingEnv(raw: RawFacts): MissingEnv {
  const [target] = lines(raw.get('env-files.target'));
  const [current] = lines(raw.get('env-files.current'));
  return {
    given: lines(raw.get('env-files.given')),
    former: lines(raw.get('env-files.former-gone')),
    ...(target === undefined ? {} : { target }),
    ...(current === undefined ? {} : { current }),
  };
}

/** `ID TAGGED CREATED` a line. */
const namedImages = (text: string | undefined) =>
  fields(text, ' ').map(([id = '', tagged = '', created = '']) => [id, { tagged, created }] as const);

/** `KIND TIME PATH PLACE` a line, with tabs between. */
const inputs = (text: string): Input[] =>
  lines(text).map((line) => {
    const [kind = '', time = '', path = '', place = ''] = line.split('\t');
    return {
      kind: KINDS.find((one) => one === kind) ?? 'opened',
      path,
      ...(time === '?' ? {} : { changed: Number(time) }),
      ...(place ? { leadsTo: place } : {}),
    };
  });
const KINDS = ['given', 'opened', 'read'] as const;

/** Parses what target.sh printed. `recorded`: the number on record of the release whose settings it was asked for. */
export function parseTarget(raw: RawFacts, recorded?: number): Target {
  const { commit, subject, name } = parseNamedCommit((raw.get('release') ?? '').trim());
  const images = pairs(raw.get('images'));
  const current = raw.get('compose.current');
  const target = raw.get('compose.target');
  const missingFile = raw.get('compose.missing');
  const movedTo = raw.get('compose.moved');
  const files = lines(raw.get('compose.files'));
  const currentFiles = lines(raw.get('compose.files.current'));
  const digest = raw.get('compose.target.digest')?.trim();
  const nameCurrent = raw.get('compose.name.current')?.trim();
  const nameTarget = raw.get('compose.name.target')?.trim();
  const usualCurrent = raw.get('compose.usual.current');
  const usualTarget = raw.get('compose.usual.target');
  const composeError = raw.get('compose.error');
  const told = raw.get('inputs');
  const unsetGiven = lines(raw.get('compose.unset.given'));
  const logins = lines(raw.get('logins.refused'));
  const settings = settingFiles(raw.get('settings'));
  const applied = lines(raw.get('migrations.applied'));
  const lacking = lines(raw.get('inputs.lacking'));
  const databaseMajor = raw.get('database.major')?.trim();
  const written = parseWritten(raw.get('compose.target.written'));
  return {
    release: { commit, subject, ...(name ? { name } : {}) },
    leaves: lines(raw.get('leaves')),
    brings: lines(raw.get('brings')),
    difference: (raw.get('difference') ?? '').trim(),
    gone: raw.has('gone'),
    overwritten: paths(raw.get('overwritten')),
    submodules: paths(raw.get('submodules')),
    ...(raw.get('hidden') ? { hidden: paths(raw.get('hidden')).map(parseHidden) } : {}),
    migrations: lines(raw.get('migrations')),
    ...(applied.length > 0
      ? { migrationRows: { applied, known: new Set(lines(raw.get('migrations.known'))) } }
      : {}),
    sources: new Set(paths(raw.get('sources'))),
    below: raw.get('below') ?? '',
    changed: new Set(paths(raw.get('changed'))),
    ...(raw.has('since.target')
      ? {
          since: {
            current: pathsByCommit(raw.get('since.current')),
            target: pathsByCommit(raw.get('since.target')),
          },
        }
      : {}),
    ...(raw.has('compose.tracked') ? { tracked: new Set(paths(raw.get('compose.tracked'))) } : {}),
    untracked: lines(raw.get('compose.untracked')),
    ...(told === undefined ? {} : { inputs: inputs(told) }),
    ...(recorded === undefined ? {} : { recorded }),
    ...(logins.length > 0 ? { refusedLogins: logins } : {}),
    ...(recorded !== undefined && settings.length > 0
      ? {
          settings: {
            release: recorded,
            files: settings,
            references: settingReferences(raw.get('settings.references')),
          },
        }
      : {}),
    ...(lacking.length > 0 ? { lacking } : {}),
    ...builds(raw),
    ...(written ? { written } : {}),
    remote: lines(raw.get('compose.remote')),
    unset: lines(raw.get('compose.unset')),
    ...insideValues(raw),
    ...variablesRead(raw),
    ...(unsetGiven.length > 0 ? { unsetGiven } : {}),
    ...(nameCurrent && nameTarget ? { projectNames: { current: nameCurrent, target: nameTarget } } : {}),
    ...(usualCurrent === undefined || usualTarget === undefined
      ? {}
      : { usual: { current: new Set(lines(usualCurrent)), target: new Set(lines(usualTarget)) } }),
    givenAnew: new Set(lines(raw.get('compose.given.changed'))),
    warnings: lines(raw.get('compose.warnings')),
    variables: {
      current: new Map(assignments(raw.get('variables.current'))),
      target: new Map(assignments(raw.get('variables.target'))),
    },
    untagged: [...new Set(lines(raw.get('variables.untagged')))],
    carried: lines(raw.get('environment.names')).map((line) => {
      const [container = '', service = '', name = ''] = line.split(' ');
      return { container, service, name };
    }),
    hashes: {
      current: new Map(pairs(raw.get('compose.current.hashes'))),
      target: new Map(pairs(raw.get('compose.target.hashes'))),
    },
    ...madeOf(raw),
    ...(databaseMajor ? { databaseMajor } : {}),
    ...(files.length > 0 ? { files } : {}),
    ...(currentFiles.length > 0 ? { currentFiles } : {}),
    ...(missingFile ? { missingFile } : {}),
    missingEnv: missingEnv(raw),
    ...(movedTo ? { movedTo } : {}),
    ...(composeError ? { composeError } : {}),
    ...(digest ? { digest } : {}),
    ...(current ? { current: parseCompose(current) } : {}),
    ...(target ? { target: parseCompose(target) } : {}),
    imagesByName: new Map(images),
    ...(raw.has('images.tagged') ? { namedImages: new Map(namedImages(raw.get('images.tagged'))) } : {}),
    // What is kept as a file is here once prepare has loaded it.
    imageIds: new Set([...images.map(([, id]) => id), ...lines(raw.get('images.archived'))]),
    labelled: new Map(pairs(raw.get('images.labelled'))),
    pinned: new Map(pairs(raw.get('images.pinned'))),
  };
}
