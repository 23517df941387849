import * as pulumi from '@pulumi/pulumi';

/** Exit code by which Pulumi's Node runtime is told: the program has said what is wrong, save its outputs and fail. */
const FAILED_WITH_MESSAGE = 32;

/** Shows lines to the operator, as one message. */
export function tell(lines: readonly string[]): void {
  pulumi.log.info(lines.join('\n'));
}

/**
 * Ends the run badly. In an update: exit code 1, with the outputs of this run saved and nothing
 * deleted; throwing would leave the old outputs standing. In a preview it is a warning, because a
 * failed preview would keep the update from ever recording what it found.
 */
export function endBadly(message: string): void {
  if (pulumi.runtime.isDryRun()) {
    pulumi.log.warn(message);
    return;
  }
  pulumi.log.error(message);
  process.exitCode = FAILED_WITH_MESSAGE;
}
