import type { Code } from '../../../machines/model/codes';

/** What a release or a request is refused for, as it is written there. */
export const RELEASE_WORDS: readonly (readonly [Code, string])[] = [
  ['cause.unknown', '${diagnosis.wrong} (${diagnosis.why})'],
  [
    'checkout.hidden-edits',
    'files are edited that git was told not to see, and ${shortHash(release.commit)} has them otherwise',
  ],
  [
    'checkout.submodules',
    'submodules differ at ${shortHash(release.commit)} or are modified, and a rollback does not move submodules',
  ],
  ['checkout.unfinished', 'in ${directory} a ${unfinished} is unfinished'],
  [
    'checkout.untracked-files',
    'files that git does not know stand where ${shortHash(release.commit)} has files of its own',
  ],
  ['commit.ambiguous', 'config "commit" is ambiguous'],
  [
    'commit.current',
    'config "commit" names the release that is checked out, and that one is ill: ${diagnosis.wrong}',
  ],
  ['commit.gone', '${which} is neither in ${deployment.directory} nor at its remote any more'],
  ['commit.previous-unknown', '"previous" cannot be told: ${release.why}'],
  [
    'commit.shallow',
    '${which} cannot be had: ${deployment.directory} is a shallow clone, and its remote does not give it',
  ],
  ['commit.unknown', 'config "commit" names no commit'],
  ['compose.missing-env-file', 'the env file ${file} does not exist, and ${by} needs it'],
  [
    'compose.secret-variable',
    'the variable ${name} is secret by its name or has a password in it, and variables are shown and kept in clear',
  ],
  ['compose.missing-file', 'the Compose file ${target.missingFile} does not exist at ${at}'],
  [
    'compose.moved-file',
    "the Compose file ${target.missingFile} is ${target.movedTo} at ${at}: Compose would take another directory for the project's there, with other relative paths and another name for the project",
  ],
  [
    'compose.remote-file',
    'the definition at ${at} includes a file of another host, and looking at a rollback fetches nothing: ${remote}',
  ],
  [
    'compose.no-tag',
    'config "deployment.variables.${name}" asks for the tag of ${shortHash(commit)}, and no tag names that commit',
  ],
  [
    'compose.unset-variable',
    "the definition at ${shortHash(target.release.commit)} reads ${unset.join(', ')}, and nobody supplies ${unset.length > 1 ? 'them' : 'it'}: a release was deployed with a value that only its shell had",
  ],
  [
    'compose.other-project',
    'the Compose file at ${shortHash(release.commit)} is of the project ${names.target}, and what runs is ${identity.project}: its ordinary command would bring up another deployment beside this one',
  ],
  [
    'compose.resource-differs',
    'the target defines the ${kind} ${name} otherwise than the deployment does, and a rollback makes no network and no volume again',
  ],
  ['compose.unreadable', 'the Compose file cannot be read'],
  [
    'config.conflict',
    'config "commit" names another release, and scenario infrastructure restarts what is there',
  ],
  ['config.conflict', 'config "service" is for scenario infrastructure, and ${found}'],
  [
    'config.unknown-service',
    'config "deployment.appServices" names ${unknown}, which ${Object.hasOwn(wanted.services, unknown) ? \'the deployment\' : `the target ${at}`} does not have',
  ],
  ['config.unknown-service', 'config "service" names ${unknown}, which is no service of the deployment'],
  ['consent.needed', "plan ${plan.id} needs your consent: ${plan.risks.map(({ what }) => what).join('; ')}"],
  [
    'consent.other-plan',
    'config "confirm" is not for rollback ${open.plan.id}, which is unfinished and goes on first',
  ],
  ['consent.other-plan', 'config "confirm" is not for this plan: ${state}'],
  ['database.damaged', '${diagnosis.wrong} (${diagnosis.why})'],
  ['database.damaged', '${wrong} (${why})'],
  [
    'database.differs',
    "a${settings.request.scenario === 'database' ? '' : ' code'} rollback never touches ${settings.request.scenario === 'database' ? `the container of ${service}` : service}, and ${changed}",
  ],
  ['database.down', '${wrong} (${why})'],
  ['database.no-container', '${databaseService} has no container'],
  [
    'database.network-moves',
    '${database} is in the ${namespace} of ${owner}, which would be started anew: the database would be cut off',
  ],
  ['database.other-volumes', '${database} would be made anew with other volumes than it runs on'],
  ['disk.full', '${wrong} (${why})'],
  ['git.busy', 'another git is at work in ${deployment.directory}'],
  [
    'image.gone',
    'the image of ${gone.service} at ${shortHash(release.commit)} is gone, and there is no way to make it',
  ],
  [
    'image.no-source',
    'the image of ${service} at ${shortHash(release.commit)} is gone and cannot be built: that commit has no ${lacks}',
  ],
  ['image.unknown', '${without.service} has no container, and no image of it is known at this release'],
  [
    'settings.login-refused',
    'the database refuses the credentials that ${service} would come up with, by the settings of #${settings.release}',
  ],
  [
    'mount.other-directory',
    '${service} has another directory of the host at ${destination} than its definition names, as seen from here: it would come up on other data',
  ],
  [
    'mount.other-directory',
    '${service} has another volume at ${destination} than its definition names, as seen from here: it would come up on other data',
  ],
  [
    'image.name-moved',
    '${reference} means another image now than ${service} had at ${shortHash(release.commit)}, and its name tells a version',
  ],
  [
    'plan.changes-nothing',
    "nothing that runs would change, although the releases differ: what differs may be in ${untracked.join(', ')}, which git does not know",
  ],
  [
    'plan.changes-nothing',
    "nothing that runs would change, although the releases differ, and it is not proven that ${at} runs: ${doubts.join('; ')}",
  ],
  [
    'plan.changes-nothing',
    "nothing that runs would change, although the definitions differ: ${[...differences].join(', ')}",
  ],
  [
    'migrations.ahead',
    "the database has migrations that ${recorded} ran without by the record, so code alone may not help: ${migrations.join(', ')}",
  ],
  [
    'migrations.ahead',
    "the database has migrations that ${release.commit.slice(0, 7)} does not know, so code alone may not help: ${migrations.join(', ')}",
  ],
  ['plan.changed', "the plan has changed since the preview: ${changes.join('; ')}"],
  [
    'rollback.overtaken',
    'rollback ${plan.id} to ${describeRelease(plan.to)} is unfinished, and since it began another release came up',
  ],
  [
    'rollback.unfinished',
    'rollback ${open.plan.id} to ${describeRelease(open.plan.to)} is unfinished, and this is another request',
  ],
  ['service.unnamed', '${wrong} (${why})'],
];
