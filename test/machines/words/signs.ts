import type { Code } from '../../../machines/model/codes';

/** What risks, symptoms and notes say, as it is written there. */
export const SIGNS_WORDS: readonly (readonly [Code, string])[] = [
  ['note.backup-unread', 'the backup was not read to its end in time; prepare does'],
  ['note.settings-touched', "changed by hand since rollback ${last.plan.id}: ${files.join(', ')}"],
  ['note.settings-stay', '${file} stays as it is today, ${why}'],
  [
    'note.settings-secrets',
    "${shown} comes from #${target.settings?.release} as a whole, and ${names.join(', ')} with it; settings: keep (--settings keep) leaves all as it is today",
  ],
  ['note.settings-stay', "${names.join(', ')} of ${file} stay as they are today, ${why}"],
  [
    'note.settings-stay',
    "${lacks(file)}: ${file.isAbsent ? 'put it back, ' : ''}deploy what is checked out with it, and preview again",
  ],
  [
    'note.no-database',
    'the deployment has no PostgreSQL service: data stays as it is, and migrations that the target does not know cannot be seen',
  ],
  [
    'note.backup-by-record',
    'by the record ${name} was taken before ${calledOnRecord(next)} was deployed: it is the match${another}',
  ],
  [
    'note.backup-not-as-recorded',
    "by the record ${name} was taken before ${calledOnRecord(next)} was deployed, but ${why ?? ''}: the match is by time",
  ],
  [
    'note.deployed-without-backup',
    'by the record ${calledOnRecord(line)} was deployed without a backup: ${line.before.noBackup}',
  ],
  ['note.config-idle', 'config "${key}" is for scenario database, and not used here'],
  ['note.compose-warning', 'Compose says: ${warning}'],
  [
    'note.env-file-gone',
    'what runs was brought up with the env file ${file}, which is gone: an undo is given what this rollback is given',
  ],
  ['note.connected', "connected: ${[user, application, address].filter(Boolean).join(', ')}"],
  ['note.connected', 'connected: ${session}'],
  [
    'note.connected-by-hand',
    '${service} is in the network ${network} by no definition: it is connected to it once more',
  ],
  ['note.containers-only', '${why}: containers are restarted as they are, and none is created'],
  ['note.link-not-probed', 'the link of ${service} is not probed: ${service} has no container in a network'],
  ['note.checkpoint-stale', 'the installed checkpoint is of another version or configuration'],
  ['note.hold-read', "HOLD read by: ${holdReaders.join(', ')}; ${BRAKE}"],
  [
    'note.hold-read',
    'HOLD read by: checkpoint before, which ${who} called for the newest release on record; ${BRAKE}',
  ],
  [
    'note.hold-unread',
    'HOLD read by nobody that is known: no script of the checkout calls checkpoint ask, so that nothing keeps ${held} from being deployed again',
  ],
  ['note.updater', '${container} (${image}) deploys by itself on this host, and may bring it back'],
  ['note.unit', '${unit} of systemd runs this Compose project by itself'],
  ['note.branch-left', '${git.branch} is left, so that no git pull brings it back'],
  [
    'note.reserve-given-up',
    '${state.mount} is full: the ${inMib(reserveKiB)} that the state directory has in reserve are given up, and kept again when there is room',
  ],
  ['note.lock-left', '${path} is held by nobody; revert moves it aside'],
  ['note.migration-stays', 'migration ${name} stays in the database; ${to} does not know it'],
  [
    'note.migration-stays',
    'migration ${name} stays in the database; by the record ${release} ran without it',
  ],
  ['note.was-unhealthy', 'by the record ${calledOnRecord(line)} came up unhealthy: ${listed(came)}'],
  [
    'note.was-unhealthy',
    'by the record ${calledOnRecord(line)} was unhealthy before ${calledOnRecord(next)} was deployed: ${listed(found)}',
  ],
  [
    'note.migration-lacking',
    'by the record ${release} ran with migrations that the database does not have now: ${few(lacking)}',
  ],
  [
    'note.migration-gone',
    'by the record the backup is without migrations that came later: ${few(gone)}; what they have made goes, too',
  ],
  ['note.out-of-memory', 'a process of ${service} was killed for lack of memory; its container runs on'],
  ['note.not-asked', '${check} cannot be asked: ${why}'],
  ['note.probe-no-history', 'no record tells whether probe ${name} was ever answered well here'],
  ['note.no-answer', 'no answer in time from ${name}'],
  [
    'note.undo-removes',
    "nothing of the release runs now: an undo, also by itself where a step fails, removes ${added.join(', ')} again${stays}",
  ],
  ['note.nothing-changes', 'nothing that runs would change'],
  ['note.nothing-wrong', 'nothing is wrong; the release is left all the same'],
  [
    'note.other-files',
    "Compose reads ${targetFiles.join(', ')} at ${shortHash(commit)}, instead of ${files.join(', ')}",
  ],
  ['note.pooler', '${pooler} pools connections: it opens new ones after the swap'],
  [
    'note.service-left',
    '${service} is only in the release that is left: its container stays as it is, as the ordinary command leaves it; with --remove-orphans that removes it',
  ],
  [
    'note.service-not-started',
    '${service} has no container and none of the images of the app, and is not brought up; the ordinary command brings it up at the target',
  ],
  [
    'note.database-stays',
    'the target has another ${settings} for ${service}, whose container stays exactly as it runs; the ordinary command makes it anew there, on the same data',
  ],
  [
    'note.file-stays',
    "${read.join(', ')}, which ${service} reads, differs at ${at}; no rollback of this app starts ${service} again",
  ],
  [
    'note.file-idle',
    "${idle.join(', ')} differs at ${at}, which has no effect: ${service} reads it only where it has no data yet",
  ],
  ['note.service-stays', '${service} is not in config "deployment.appServices" and stays as it is'],
  ['note.strategy-ignored', 'config "strategy" does nothing any more: pulumi config rm strategy'],
  ['note.record-unread', '${unreadWords(unreadRecord)}: what came up then is not known'],
  ['risk.not-on-record', '${what}; the release before it may be another one than this target'],
  ['risk.drift', 'since rollback ${plan.id} another release came up: ${shortHash(git.head)}'],
  [
    'risk.replicas-differ',
    "the containers of ${service} run ${images.size} different images: an undo brings all of them back on the newest one's",
  ],
  [
    'risk.checkout-ahead',
    "${describeRelease(asRelease(facts, checkedOut(facts)))} is checked out, and ${others.join(', ')}: it was not, or only half, deployed",
  ],
  [
    'risk.image-unproven',
    "only the pin ${pinName(project, service, commit)} says that ${service} ran ${image.slice(0, 19)} at ${shortHash(commit)}, and no line of the journal says how that is known; a line of the deploy record or the image's label org.opencontainers.image.revision would prove it",
  ],
  [
    'risk.image-unproven',
    'only its name ${reference} says that ${image.slice(0, 19)} is the image of ${service} at ${shortHash(commit)}',
  ],
  [
    'risk.nothing-runs',
    "no container of the deployment exists: by ${onRecord} it is project ${project}, with ${given.join('; ')}",
  ],
  ['risk.modified', '${file}, which Compose reads, is modified locally'],
  [
    'risk.restored-before',
    'rollback ${plan.id} has restored the database already, and other things have been done since',
  ],
  [
    'risk.sessions',
    "connected besides the app, and cut off with what is not committed: ${outside.join('; ')}",
  ],
  ['risk.undone-before', 'the same request was undone by ${wish.operator} at ${at} UTC'],
  ['risk.undone-before', 'the same request was undone by hand, closed by ${operator} at ${when} UTC'],
  [
    'risk.writes-lost',
    "${rows} row${rows === 1 ? '' : 's'} written to the restored database since (${listed}) would leave the live one",
  ],
  [
    'risk.writes-lost',
    'nobody can tell how many rows were written to the restored database since, which would leave the live one',
  ],
  ['symptom.data-damaged', 'the database reports damage: ${damage}'],
  ['symptom.database-silent', 'the database does not answer: ${why}'],
  ['symptom.database-unwell', '${shown}, though the database answers'],
  ['symptom.disk-full', 'disk ${mount} is full (${used} used)'],
  ['symptom.no-container', '${service} has no container'],
  ['symptom.no-network', '${service} is in no network'],
  ['symptom.not-running', '${service} is ${status} (exit ${exitCode})'],
  ['symptom.out-of-memory', '${service} was killed for lack of memory'],
  ['symptom.probe', "${name}: ${seen.join(', ')}"],
  ['symptom.restarted', '${service} was restarted ${times} by Docker'],
  ['symptom.restarting', '${service} keeps restarting (${times} so far, exit ${exitCode})'],
  ['symptom.stopped', '${seen.what}, stopped from outside'],
  ['symptom.unhealthy', '${service} is unhealthy'],
];
