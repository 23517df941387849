/**
 * Every code with what it means for an operator. Codes are for programs and never change their meaning; the words of
 * messages may. docs/codes.md is made from this list.
 */
export const CODES = {
  // ends
  'end.healthy': 'Nothing is wrong and nothing was asked for: nothing was done.',
  'end.recovered': 'The target runs, and every required check passed.',
  'end.refused': 'Nothing was started.',
  'end.degraded': 'The target is in place, but a required check failed, and an undo would not help.',
  'end.undone': 'Everything stands as it did before the rollback.',
  'end.stranded': 'The undo failed too: the output `next` has the commands to finish by hand.',
  'end.planned': 'A preview: nothing has run yet.',
  'end.open': 'The rollback has not ended: it was cut off, or it still runs.',

  // refusals

  // risks
  'risk.lease-taken-over': 'Another stack holds the lease, which would be taken over.',
  'risk.drift': 'Another release came up since the rollback that is repeated or undone.',
  'risk.restored-before': 'The same request has restored the database before; it is not as that left it.',
  'risk.undone-before': 'An operator has undone the same request.',
  'risk.modified': 'A file that Compose reads is modified locally.',
  'risk.rows-lost': 'Rows that were written since the backup would leave the live database.',
  'risk.other-release': 'Another release than the target was up when the backup was taken.',
  'risk.sessions': 'Somebody besides the app is connected to the database.',
  'risk.writes-lost': 'The app has written to the restored database that an undo takes away.',

  // symptoms

  // checks
  'check.commit': 'The checkout is at the commit of the plan.',
  'check.image': 'A service runs the image of the plan.',
  'check.health': 'The container of a service runs and is healthy.',
  'check.database-container': 'The database runs in the same container as before.',
  'check.database': 'The live database is the one that must be live.',
  'check.database-volume': "The database's container has the same volumes as before.",
  'check.database-restored': 'The live database is the one that was restored.',
  'check.rows': 'The restored database has the rows of the backup.',
  'check.database-read': 'The database answers a query.',
  'check.database-write': 'The database takes a write, which is rolled back.',
  'check.link': 'A service is reached from inside the network of the deployment.',
  'check.probe': 'A health URL answers every call of a round.',
  'check.critical': 'A check of config `deployment.critical` passes.',
  'check.health-script': "The deployment's own health script ends with 0.",

  // notes
  'note.service-stays': 'A service differs at the target, but is none of the app: it stays as it is.',
  'note.migration-stays': 'A migration that the target does not know stays in the database.',
  'note.config-idle': 'A configured key has no effect on this plan.',
  'note.nothing-changes': 'No service would run anything else than now.',
  'note.nothing-wrong': 'Nothing is wrong, and the release is left because somebody asked for that.',
  'note.lock-left': 'A git lock that no process holds is moved aside.',
  'note.no-answer': 'Something on the host did not answer in time, and its facts are missing.',
  'note.connected': 'A session is connected to the database, and is cut off.',
  'note.pooler': 'A pooler keeps connections to the database, and opens new ones after the swap.',
  'note.in-place': 'The backup is restored in place, and no second database stays.',
  'note.backup-unread': 'The backup could not be read to its end in time; prepare reads it.',
  'note.uncoded': 'A note of an older version, which gave notes no codes.',
  'note.taken-over': 'Another operator or stack has gone on with the rollback.',
  'note.hold-released': 'An operator has released the hold of the rollback.',

  // step failures
  'prepare.failed': 'Step prepare failed; nothing was changed.',
  'stop.failed': 'Step stop failed: the app was not stopped.',
  'restore.failed': 'Step restore failed: the backup was not brought in.',
  'revert.failed': 'Step revert failed: the target was not checked out.',
  'restart.failed': 'Step restart failed: the services did not come up.',
  'verify.failed': 'Step verify failed: its checks were not all made.',
  'undo.failed': 'Step undo failed: not everything was put back.',
} as const;

export type Code = keyof typeof CODES;
