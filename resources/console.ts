import * as pulumi from '@pulumi/pulumi';
import { writtenOut } from '../audit/unseen';

/** Exit code by which Pulumi's Node runtime is told: the program has said what is wrong, save its outputs and fail. */
const FAILED_WITH_MESSAGE = 32;

/** Lines as one message: only the breaks between them are real, everything unseen within one is written out. */
const message = (lines: readonly string[]): string => lines.map(writtenOut).join('\n');

/** Shows lines to the operator, as one message. */
export function tell(lines: readonly string[]): void {
  pulumi.log.info(message(lines));
}

/**
 * Ends the run badly. In an update: exit code 1, with the outputs of this run saved and nothing
 * deleted; throwing would leave the old outputs standing. In a preview it is a warning, because a
 * failed preview would keep the update from ever recording what it found.
 */
export function endBadly(lines: readonly string[]): void {
  if (pulumi.runtime.isDryRun()) {
    pulumi.log.warn(message(lines));
    return;
  }
  pulumi.log.error(message(lines));
  process.exitCode = FAILED_WITH_MESSAGE;
}
