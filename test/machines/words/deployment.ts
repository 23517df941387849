import type { Code } from '../../../machines/model/codes';

/** What the deployment and the host are refused for, as it is written there. */
export const DEPLOYMENT_WORDS: readonly (readonly [Code, string])[] = [
  ['checkout.bare', '${where} is a bare repository'],
  ['checkout.no-commit', '${where} is no git checkout with a commit'],
  ['checkout.unreadable', 'git does not read ${repository} for ${user}: it belongs to another user'],
  ['checkout.unreadable', 'git cannot tell what is modified in ${where}'],
  ['checkout.unsupported-hash', 'what ${where} has checked out cannot be written down'],
  ['checkout.unwritable', "the checkout cannot be written: ${why.join(' ')}"],
  ['compose.odd-name', 'the name of the env file "${odd}" has white space or a glob character'],
  ['compose.odd-name', 'the name of the Compose file "${odd}" has white space or a glob character'],
  ['compose.outside', 'the Compose file ${outside} lies outside the checkout'],
  [
    'config.deploy-script',
    'config "deployment.deployScript" is no script that can be run in ${deployment.directory}',
  ],
  [
    'config.foreign-address',
    'config "deployment.${key}.${name}" names ${got}, which is no service of the target',
  ],
  ['config.other-compose-file', 'config "deployment.composeFile" contradicts the containers'],
  ['config.other-compose-file', 'config "deployment.composeFile" contradicts the record'],
  ['config.other-project', 'config "deployment.project" contradicts the containers'],
  [
    'config.script-target',
    'config "revertWith" is script, which goes back to the release before and to no other',
  ],
  [
    'deployment.mixed-origin',
    'the containers of ${stray.service} and ${first.service} were not made by the same Compose files in the same directory',
  ],
  ['deployment.no-containers', 'no container of a deployment in ${deployment.directory} exists'],
  [
    'deployment.other-directory',
    "Compose was run in ${where}; this version carries out rollbacks only where that is the checkout's directory",
  ],
  ['deployment.several-projects', 'several projects run from ${deployment.directory}'],
  ['directory.missing', 'config "deployment.directory" is no directory on the host'],
  ['directory.silent', 'config "deployment.directory" does not answer within 5 s'],
  ['docker.no-compose', 'the host has no Docker Compose'],
  ['docker.no-rights', '${user} has no rights on the Docker socket'],
  ['docker.remote', 'Docker is that of another host, and checkout and files are looked at on this one'],
  ['docker.unreachable', 'Docker cannot be reached'],
  ['docker.unreadable', 'what Docker tells cannot be read'],
  ['host.missing-tools', "the host lacks ${missing.join(', ')}"],
  ['host.missing-tools', 'the host lacks bash 5'],
  ['host.old-tools', '${old} of the host is too old'],
  ['host.silent', "no answer in time from ${hung.join(', ')}"],
  [
    'journal.acknowledged',
    'line ${line} of the journal is not as it was written: somebody altered it; with this update it is acknowledged as it is now, and nothing else is done',
  ],
  ['journal.altered', 'line ${line} of the journal is not as it was written: somebody altered it'],
  ['journal.newer', 'line ${tampered.line} of the journal was written by a newer version of this tool'],
  [
    'journal.other-project',
    'the journal is of another project: rollback ${other.plan.id} was one of ${other.plan.project}',
  ],
  ['journal.unreadable', 'the journal cannot be relied on: ${journalError}'],
  [
    'lease.held',
    'rollback ${rollback}${to} is at work (${state}): ${user} holds the lease since ${since} until ${until}',
  ],
  [
    'link.no-network',
    'config "deployment.links.${service}" cannot be probed: ${service} has no container in a network',
  ],
  ['space.host', 'not enough disk space on ${disk.mount} for ${why}'],
  ['state.unwritable', "the state directory cannot be written: ${why.join(' ')}"],
];
