/** Why `checkpoint` went no further. */
export const CHECKPOINT_CODES = {
  'checkpoint.usage': 'Words of `checkpoint` that it does not know.',
  'checkpoint.no-reason': 'No reason beside `--no-backup`.',
  'checkpoint.no-commit': 'The checkout has no such commit.',
  'checkpoint.no-docker': 'Docker does not answer.',
  'checkpoint.no-project': 'No container, or those of several projects, say which project it is.',
  'checkpoint.held': 'Another `checkpoint` of the deployment is at work.',
  'checkpoint.record-unwritable': 'The deploy record cannot be written.',
  'checkpoint.settings-unkept':
    'The files with the settings of a release, or the key of their digests, cannot be kept.',
  'checkpoint.no-database': 'The database has no container, so no backup can be taken.',
  'checkpoint.no-directory':
    'The directory of backups is neither in the container of the database nor on the host.',
  'checkpoint.command-failed': 'The command that takes the backup has failed.',
  'checkpoint.command-no-file': 'The command that takes the backup has named no file.',
  'checkpoint.database-down': 'The container of the database does not run, so no backup can be taken.',
  'checkpoint.database-silent': 'The database does not answer.',
  'checkpoint.no-space': 'There is no room for a backup.',
  'checkpoint.backup-failed': 'The backup has failed; what PostgreSQL says stands above.',
  'checkpoint.not-pinned': 'Docker cannot give a name to an image that runs.',
  'checkpoint.before-unwritable': 'What the checkpoint has done cannot be written down.',
} as const;
