import { endOf, lifecycle, stepInput } from './lifecycle/setup';
import {
  targetIfFirst,
  targetIfNext,
  decisionIs,
  finishUndo,
  refuseLoss,
  refuseStep,
  retainDecision,
  retainFault,
  retainVerdict,
  undoFailure,
  undoFault,
  undoStop,
  verdictIs,
} from './lifecycle/transitions';

/**
 * The lifecycle of a rollback. Topology alone: what an actor does comes in by `provide()`, which
 * steps are passed through is the plan's choice, and each end is a final state.
 */
export const rollbackMachine = lifecycle.createMachine({
  id: 'rollback',
  context: ({ input }) => ({ request: input.request, verdicts: [] }),
  output: ({ context, event }) => ({ ...context, end: endOf(event) }),
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
          { guard: decisionIs('isHealthy'), target: 'healthy', actions: retainDecision },
          { guard: decisionIs('isUndo'), target: 'undo', actions: retainDecision },
          targetIfFirst('prepare'),
          targetIfFirst('stop'),
          targetIfFirst('restart'),
          { target: 'refused', actions: retainDecision },
        ],
        onError: { target: 'refused', actions: retainFault },
      },
    },
    prepare: {
      id: 'prepare',
      description:
        'Gets everything the target needs, before anything stops: commit, images, probes, the restored backup.',
      tags: 'readonly',
      invoke: {
        id: 'prepare',
        src: 'prepare',
        input: stepInput,
        onDone: [
          undoStop,
          refuseLoss,
          targetIfNext('stop'),
          targetIfNext('restore'),
          targetIfNext('revert'),
          targetIfNext('restart'),
          refuseStep,
          { target: 'undone', actions: retainVerdict },
        ],
        onError: [
          { guard: 'hasStopped', target: 'undo', actions: retainFault },
          { target: 'undone', actions: retainFault },
        ],
      },
    },
    change: {
      description: 'Changes the deployment. What fails is undone where it can be: see isUndoable.',
      on: {
        'xstate.done.actor.*': undoFailure,
        'xstate.error.actor.*': undoFault,
      },
      initial: 'stop',
      states: {
        stop: {
          id: 'stop',
          description: 'Stops the app services, or takes everything down.',
          invoke: {
            id: 'stop',
            src: 'stop',
            input: stepInput,
            onDone: [
              targetIfNext('prepare'),
              targetIfNext('restore'),
              targetIfNext('revert'),
              targetIfNext('restart'),
            ],
          },
        },
        restore: {
          id: 'restore',
          description: 'Swaps the restored database in; the live one stays, sealed.',
          invoke: {
            id: 'restore',
            src: 'restore',
            input: stepInput,
            onDone: [targetIfNext('revert'), targetIfNext('restart')],
          },
        },
        revert: {
          id: 'revert',
          description: 'Stashes local modifications and checks the target commit out.',
          invoke: {
            id: 'revert',
            src: 'revert',
            input: stepInput,
            onDone: targetIfNext('restart'),
          },
        },
        restart: {
          id: 'restart',
          description: 'Recreates or restarts services, one at a time, each waited for.',
          invoke: {
            id: 'restart',
            src: 'restart',
            input: stepInput,
            onDone: targetIfNext('verify'),
          },
        },
      },
    },
    verify: {
      id: 'verify',
      description: 'Checks the deployment at its target and keeps the evidence.',
      tags: 'readonly',
      invoke: {
        id: 'verify',
        src: 'verify',
        input: stepInput,
        onDone: [
          refuseStep,
          finishUndo,
          { guard: verdictIs('isVerified'), target: 'recovered', actions: retainVerdict },
          { guard: verdictIs('isWorse'), target: 'undo', actions: retainVerdict },
          { target: 'degraded', actions: retainVerdict },
        ],
        onError: [
          { guard: 'isBeingUndone', target: 'undo', actions: retainFault },
          { target: 'degraded', actions: retainFault },
        ],
      },
    },
    undo: {
      id: 'undo',
      description: 'Undoes the steps in reverse order.',
      invoke: {
        id: 'undo',
        src: 'undo',
        input: stepInput,
        onDone: [
          { guard: verdictIs('isDone'), target: 'undone', actions: retainVerdict },
          refuseStep,
          { target: 'stranded', actions: retainVerdict },
        ],
        onError: { target: 'stranded', actions: retainFault },
      },
    },
    healthy: { type: 'final', description: 'Nothing is wrong and nothing was asked.', output: 'healthy' },
    recovered: {
      type: 'final',
      description: 'At the target, every required check passed.',
      output: 'recovered',
    },
    refused: { id: 'refused', type: 'final', description: 'Not started.', output: 'refused' },
    degraded: {
      id: 'degraded',
      type: 'final',
      description: 'At the target, not every check passed.',
      output: 'degraded',
    },
    undone: { type: 'final', description: 'Everything stands as before the rollback.', output: 'undone' },
    stranded: {
      type: 'final',
      description: 'The undo failed too: neither at the target nor as before.',
      output: 'stranded',
    },
  },
});
