/** Why a plan needs consent. */
export const RISK_CODES = {
  'risk.lease-taken-over': 'Another stack holds the lease, which would be taken over.',
  'risk.drift': 'Another release came up since the rollback that is repeated or undone.',
  'risk.restored-before': 'The same request has restored the database before; it is not as that left it.',
  'risk.undone-before': 'An operator has undone the same request.',
  'risk.image-unproven': 'Nothing but a pin says which image a service ran at the target.',
  'risk.checkout-ahead': 'The checkout is ahead of what runs: it was moved, and not or only half deployed.',
  'risk.not-on-record':
    'What runs came up since the last release on record: the release before it may be another one.',
  'risk.replicas-differ':
    'The containers of a service run different images, which an undo cannot bring back: all get the image of the newest.',
  'risk.nothing-runs':
    'No container of the deployment exists: journal, deploy record or configuration tell which one it is.',
  'risk.modified': 'A file that Compose reads is modified locally.',
  'risk.rows-lost': 'Rows that were written since the backup would leave the live database.',
  'risk.other-release': 'Another release than the target was up when the backup was taken.',
  'risk.sessions': 'Somebody besides the app is connected to the database, and loses what is not committed.',
  'risk.writes-lost': 'The app has written to the restored database that an undo takes away.',
} as const;
