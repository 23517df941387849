import * as pulumi from '@pulumi/pulumi';
import { writtenOut } from '../../machines/text/escapeControl';

/** Exit code by which Pulumi's Node runtime is told: the program has said what is wrong, save its outputs and fail. */
const FAILED_WITH_MESSAGE = 32;

/** Lines as one message: only the breaks between them are real, everything unseen within one is written out. */
const message = (lines: readonly string[]): string => lines.map(writtenOut).join('\n');

/**
 * Ends this program where Pulumi was killed: then nobody reads what it says, nor does what it asks for. Without this,
 * Pulumi's Node runtime (3.248.0: cmd/run's handler of uncaught errors, log.error) tells of each error to a pipe that is
 * broken, of which comes the next error, and one core is busy with that for ever.
 */
export function endWithPulumi(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EPIPE') process.exit(1);
    });
  }
}

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
