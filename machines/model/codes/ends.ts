/** How an attempt has ended, or that it has not. */
export const END_CODES = {
  'end.healthy': 'Nothing is wrong and nothing was asked for: nothing was done.',
  'end.recovered': 'The target runs, and every required check passed.',
  'end.unproven': 'The target runs as far as can be told; the output `unproven` says what nobody can prove.',
  'end.refused': 'Nothing was started.',
  'end.degraded': 'The target is in place, but a required check failed, and an undo would not help.',
  'end.undone': 'Everything stands as it did before the rollback.',
  'end.stranded': 'The undo failed too: the output `next` has the commands to finish by hand.',
  'end.planned': 'A preview: nothing has run yet.',
  'end.open': 'The rollback has not ended: it was cut off, or it still runs.',
} as const;
