import { lifecycle, stepInput } from './lifecycle/setup';
import type { End } from './model/vocabulary';
import {
  beginWith,
  blame,
  decide,
  decisionIs,
  finishUndo,
  continueTo,
  undoFailure,
  undoFault,
  undoLateFault,
  record,
  refuseCost,
  refuseStep,
  verdictIs,
  undoStopFirst,
} from './lifecycle/transitions';

/**
 * The lifecycle of a rollback. Topology alone: what an actor does comes in by `provide()`, which
 * steps are passed through is the plan's choice, and each end is a final state.
 */
export const rollbackMachine = lifecycle.createMachine({
  id: 'rollback',
  context: ({ input }) => ({ request: input.request, verdicts: [] }),
  output: ({ context, event }) => ({ ...context, end: event.output as End }),
  initial: 'detect',
  states: {
    detect: {
      description: 'Collects the facts, reads the journal back and plans. Touches nothing.',
      tags: 'readonly',
      invoke: {
        id: 'detect',
        src: 'detect',
        input: ({ context }) => ({ request: context.request }),
        onDone: [
          { guard: decisionIs('isHealthy'), target: 'healthy', actions: decide },
          { guard: decisionIs('isUndo'), target: 'undo', actions: decide },
          beginWith('prepare'),
          beginWith('stop'),
          beginWith('restart'),
          { target: 'refused', actions: decide },
        ],
        onError: { target: 'refused', actions: blame },
      },
    },
    prepare: {
      description:
        'Gets everything the target needs, before anything stops: commit, images, probes, the restored backup.',
      tags: 'readonly',
      invoke: {
        id: 'prepare',
        src: 'prepare',
        input: stepInput,
        onDone: [
          undoStopFirst,
          refuseCost,
          continueTo('stop'),
          continueTo('restore'),
          continueTo('revert'),
          continueTo('restart'),
          refuseStep,
          { target: 'undone', actions: record },
        ],
        onError: [
          { guard: 'hasStopped', target: 'undo', actions: blame },
          { target: 'undone', actions: blame },
        ],
      },
    },
    stop: {
      description: 'Stops the app services, or takes everything down.',
      invoke: {
        id: 'stop',
        src: 'stop',
        input: stepInput,
        onDone: [
          continueTo('prepare'),
          continueTo('restore'),
          continueTo('revert'),
          continueTo('restart'),
          ...undoFailure,
        ],
        onError: undoFault,
      },
    },
    restore: {
      description: 'Swaps the restored database in; the live one stays, sealed.',
      invoke: {
        id: 'restore',
        src: 'restore',
        input: stepInput,
        onDone: [continueTo('revert'), continueTo('restart'), ...undoFailure],
        onError: undoFault,
      },
    },
    revert: {
      description: 'Stashes local modifications and checks the target commit out.',
      invoke: {
        id: 'revert',
        src: 'revert',
        input: stepInput,
        onDone: [continueTo('restart'), ...undoFailure],
        onError: undoFault,
      },
    },
    restart: {
      description: 'Recreates or restarts services, one at a time, each waited for.',
      invoke: {
        id: 'restart',
        src: 'restart',
        input: stepInput,
        onDone: [continueTo('verify'), ...undoFailure],
        onError: undoLateFault,
      },
    },
    verify: {
      description: 'Checks the deployment at its target and keeps the evidence.',
      tags: 'readonly',
      invoke: {
        id: 'verify',
        src: 'verify',
        input: stepInput,
        onDone: [
          refuseStep,
          finishUndo,
          { guard: verdictIs('passes'), target: 'recovered', actions: record },
          { guard: verdictIs('isWorse'), target: 'undo', actions: record },
          { target: 'degraded', actions: record },
        ],
        onError: [
          { guard: 'isTakenBack', target: 'undo', actions: blame },
          { target: 'degraded', actions: blame },
        ],
      },
    },
    undo: {
      description: 'Takes the steps back in reverse order.',
      invoke: {
        id: 'undo',
        src: 'undo',
        input: stepInput,
        onDone: [
          { guard: verdictIs('isDone'), target: 'undone', actions: record },
          refuseStep,
          { target: 'stranded', actions: record },
        ],
        onError: { target: 'stranded', actions: blame },
      },
    },
    healthy: { type: 'final', description: 'Nothing is wrong and nothing was asked.', output: 'healthy' },
    recovered: {
      type: 'final',
      description: 'At the target, every required check passed.',
      output: 'recovered',
    },
    refused: { type: 'final', description: 'Not started.', output: 'refused' },
    degraded: { type: 'final', description: 'At the target, not every check passed.', output: 'degraded' },
    undone: { type: 'final', description: 'Everything stands as before the rollback.', output: 'undone' },
    stranded: {
      type: 'final',
      description: 'The undo failed too: neither at the target nor as before.',
      output: 'stranded',
    },
  },
});
