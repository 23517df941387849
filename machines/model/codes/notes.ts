/** What is worth knowing and needs no consent. */
export const NOTE_CODES = {
  'note.service-stays': 'A service differs at the target, but is none of the app: it stays as it is.',
  'note.service-left':
    'A service is only in the release that is left: its container stays, as the ordinary command leaves it.',
  'note.service-not-started':
    'The target has a service that has no container and is none of the app: it is not brought up.',
  'note.database-stays':
    'The target defines the database otherwise: its container stays as it runs, and the ordinary command makes it anew.',
  'note.file-stays': 'A file differs that a service reads which no release brings: it is not started again.',
  'note.file-idle': 'A script differs that the database runs only where it has no data yet.',
  'note.migration-stays': 'A migration that the target does not know stays in the database.',
  'note.migration-lacking': 'The target ran with migrations that the database does not have now.',
  'note.migration-gone':
    'The backup is without migrations that came later: a restore takes away what they made.',
  'note.was-unhealthy': 'The target was unhealthy when it ran, by the record.',
  'note.config-idle': 'A configured key has no effect on this plan.',
  'note.nothing-changes': 'No service would run anything else than now.',
  'note.nothing-wrong': 'Nothing is wrong, and the release is left because somebody asked for that.',
  'note.lock-left': 'A git lock that no process holds is moved aside.',
  'note.compose-warning': 'Compose warns of something in the definition that comes up.',
  'note.env-file-gone':
    'What runs was brought up with an env file that is gone, so that an undo does without it.',
  'note.other-files': 'A Compose file is called otherwise at the target.',
  'note.settings-touched':
    'A settings file was changed by hand since the last rollback, which therefore does not stand.',
  'note.settings-secrets': 'A settings file comes from the release as a whole, and secrets with it.',
  'note.settings-stay': 'A settings file differs from what the release had, and stays as it is today.',
  'note.undo-removes': 'Nothing of the release runs: an undo removes what comes up, but the database.',
  'note.no-database':
    'The deployment has no PostgreSQL service: its data stays, and which migrations are applied is not known.',
  'note.containers-only':
    'Something is not as a rollback needs it: containers are restarted as they are, and none is created.',
  'note.link-not-probed': 'A link is not probed: its service is in no network.',
  'note.not-asked': 'A probe or a link can be asked from nowhere, so that nobody knows how it fares.',
  'note.probe-no-history':
    'A probe is answered badly, and no record tells whether it ever was answered well.',
  'note.out-of-memory': 'A process of a service was killed for lack of memory, and its container runs on.',
  'note.reserve-given-up': 'A disk is full, and the reserve that the state directory has on it is given up.',
  'note.no-answer': 'Something on the host did not answer in time, and its facts are missing.',
  'note.connected': 'A session is connected to the database, and is cut off.',
  'note.connected-by-hand':
    'Somebody has connected a service to a network by hand: it is connected once more.',
  'note.pooler': 'A pooler keeps connections to the database, and opens new ones after the swap.',
  'note.strategy-ignored': 'The stack has a key that only older versions knew, and that does nothing.',
  'note.backup-unread': 'The backup could not be read to its end in time; prepare reads it.',
  'note.backup-by-record': 'The backup is the one that the record names for the target.',
  'note.backup-not-as-recorded':
    'The backup that the record names for the target is gone or another file, so one that fits by its time is taken.',
  'note.record-unread': 'A line of the deploy record cannot be read.',
  'note.not-on-record': 'What runs came up since the last release on record.',
  'note.deployed-without-backup': 'The record has a release that was deployed without a backup, and why.',
  'note.hold-read': 'Somebody looks at the hold that a rollback leaves before deploying, by what is known.',
  'note.hold-unread': 'Nobody is known to look at the hold that a rollback leaves.',
  'note.updater': 'A program on this host deploys containers by itself.',
  'note.unit': 'A unit of systemd runs this Compose project by itself.',
  'note.branch-left': 'The checkout leaves its branch, to which the next deployment switches first.',
  'note.checkpoint-stale': 'The installed `checkpoint` is of another version or configuration of this tool.',
  'note.uncoded': 'A note of an older version, which gave notes no codes.',
  'note.taken-over': 'Another operator or stack has gone on with the rollback.',
  'note.closed-by-hand':
    'An operator has said how the rollback ended that the program cannot bring to its end.',
  'note.hold-released': 'An operator has released the hold of the rollback.',
  'note.lock-moved': 'A git lock that no process held was moved aside.',
  'note.lease-taken-over': 'The lease of another rollback was taken over when this one was opened.',
  'note.journal-lost': 'The journal, or a part of it, was lost before this rollback.',
  'note.deadline-extended':
    'A service started slowly: the deadline of the step was extended once, as its health check allows.',
  'note.image-kept': 'Docker did not remove the old name of an image.',
  'note.names-not-restored': 'The names of images that a build took were not put back.',
  'note.uninstalled': 'An operator removes what this project has put on the host, all but the journal.',
  'note.database-dropped': 'An operator drops a database that a rollback has left.',
  'note.database-not-dropped': 'PostgreSQL did not drop a database that an operator wanted to drop.',
} as const;
