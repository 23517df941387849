import type { Code } from '../../../machines/model/codes';

/** Codes that have no sentence of their own. */
export const VALUES: readonly Code[] = [
  // The name of the configured script.
  'check.health-script',
  // What an end says tests of the audit know: test/audit/endWords.ts.
  'end.healthy',
  'end.recovered',
  'end.refused',
  'end.degraded',
  'end.undone',
  'end.unproven',
  'end.stranded',
  'end.planned',
  'end.open',
  // A step that failed says its name and its own summary.
  'prepare.failed',
  'stop.failed',
  'restore.failed',
  'revert.failed',
  'restart.failed',
  'verify.failed',
  'undo.failed',
  // These hand on what something else says: an older version, the host, Pulumi, a fault.
  'risk.lease-taken-over',
  'note.uncoded',
  'close.failed',
  'pulumi.failed',
  'program.fault',
  'cli.fault',
];
