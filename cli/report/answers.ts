import { z } from 'zod';
import { FREEABLE } from '../../machines/model/hostTrouble';
import { PlanId } from '../../machines/model/plan';
import { ServiceChange } from '../../machines/model/serviceChange';
import { Request } from '../../machines/model/request';
import { Release } from '../../machines/model/release';
import { ENDS, SCENARIOS, STEPS } from '../../machines/model/vocabulary';
import type { Checked } from './checked';
import type { Releases } from './releases';

/** The objects of `--json`. docs/json/ has their schemas, which `npm run docs` makes of these. */
const v = z.literal(1).describe('Version of this format; fields may be added under the same one.');
const code = z.string().describe('A code of docs/codes.md.');
const what = z.string().describe('The same in words, which may change at any time.');
const next = z.string().describe('What to do now: a line to type, or that there is nothing to do.');
const commit = z.string().describe('A full commit hash.');
const time = z.string().describe("ISO 8601, by the host's clock; empty where there is none yet.");

const NamesOfFile = z.object({ path: z.string(), names: z.array(z.string()) });

const Coded = z.object({ code, what });

export const PlanAnswer = z.object({
  id: PlanId,
  action: z.enum(['rollback', 'undo']),
  of: z.string().optional().describe('undo: the rollback that is taken back.'),
  attempt: z.number(),
  scenario: z.enum(SCENARIOS),
  from: Release.describe('The release that is left.'),
  to: Release.describe('The target.'),
  steps: z.array(z.enum(STEPS)).describe('In their order; none in an undo, which is one step of its own.'),
  services: z.array(ServiceChange).describe('In the order of their dependencies.'),
  backup: z
    .object({ path: z.string(), sha256: z.string(), takenAt: z.string() })
    .optional()
    .describe('database: the backup that is restored.'),
  settings: z
    .object({
      release: z.number().describe('Its number on record.'),
      come: z
        .array(z.object({ path: z.string(), names: z.array(z.string()).optional() }))
        .optional()
        .describe("The release's come up: files, and which of their names; of one without, all of it."),
      stay: z.array(NamesOfFile).optional().describe("Today's stay, as only containers get them."),
      secrets: z
        .array(NamesOfFile)
        .optional()
        .describe("Today's stay, as they are secret; `settings: release` brings the release's."),
    })
    .optional()
    .describe('Settings of a release on record that differ from those of today: names, never a value.'),
  risks: z.array(Coded.extend({ kind: z.string() })).describe('What needs consent, by `confirm`.'),
  notes: z.array(Coded).describe('What is worth knowing.'),
});

/** `./rollback --json`. */
export const Inspection = z
  .object({
    v,
    status: z
      .enum(['planned', ...ENDS])
      .describe('`planned`: a rollback would be done. Else the end that it would come to, or has come to.'),
    code: code.describe("Why: the refusal's code, or the end's."),
    deployment: z
      .object({
        project: z.string().nullable().describe('The Compose project; null where it is not known.'),
        environment: z.string(),
        directory: z.string(),
        host: z.string(),
      })
      .nullable()
      .describe('Null where the configuration cannot be used.'),
    symptoms: z
      .array(
        Coded.extend({
          points: z.string().describe('What it points to.'),
          service: z.string().optional(),
          container: z.string().optional(),
          probe: z.string().optional(),
        }),
      )
      .describe('What is wrong now.'),
    plan: PlanAnswer.nullable().describe('What would be done, or awaits consent; null where nothing would.'),
    refusal: Coded.extend({
      got: z.string().optional().describe('What was found.'),
      accepts: z.string().optional().describe('What would be accepted.'),
      next,
    })
      .nullable()
      .describe('What stands in the way; null where nothing does.'),
    free: z
      .array(z.object({ kind: z.enum(FREEABLE), bytes: z.number(), what }))
      .optional()
      .describe(
        'A disk is full: what can be freed, with the line that frees it; databases of rollbacks last, the oldest first.',
      ),
    down: z
      .object({
        status: z.string().optional().describe('What systemd says of it.'),
        journal: z.array(z.string()).describe('The last lines of its journal.'),
        isLiveRestore: z.boolean().describe('Whether containers run on while it starts again.'),
        containers: z
          .array(z.object({ name: z.string(), runs: z.boolean(), comesUp: z.boolean() }))
          .describe("By the engine's own files: what runs, and what it brings up when it starts again."),
      })
      .optional()
      .describe('Docker does not answer: what the host knows of it.'),
    next,
  })
  .describe('What is wrong with the deployment, and what a rollback would do.');

const Entry = z.object({
  id: z.string(),
  action: z.string(),
  of: z.string().describe('undo: the rollback that it took back.'),
  attempt: z.number(),
  scenario: z.string(),
  from: commit,
  to: commit,
  operator: z.string(),
  reason: z.string(),
  opened: time,
  closed: time,
  outcome: z.enum([...ENDS, 'open']),
  code: code.describe('Why it ended so.'),
  summary: what,
  downtimeSeconds: z.number().describe('How long at least one service was away.'),
});

/** `./rollback history --json`. */
export const History = z
  .object({
    v,
    source: z
      .enum(['journal', 'stack'])
      .describe('`stack`: the journal has none, and this is what the last update has left in the stack.'),
    problem: z
      .object({ code, message: what })
      .nullable()
      .describe('Why the journal cannot be read; null where it can.'),
    total: z.number().describe('How many rollbacks there are; a stack has the newest 20 only.'),
    rollbacks: z.array(Entry).describe('Newest first.'),
  })
  .describe('The rollbacks of this host.');

/** `./rollback report --json`. */
export const Report = z
  .object({
    v,
    rollback: Entry,
    request: Request.describe('What was asked for.'),
    confirm: z.string().describe('The plan id that was typed as consent, or nothing.'),
    plan: PlanAnswer,
    timeline: z.array(
      z.object({
        state: z.string(),
        started: time,
        seconds: z.number(),
        ok: z.boolean(),
        code: z.string().optional().describe('Where it failed: why.'),
        verdict: what,
      }),
    ),
    checks: z.array(
      z.object({
        code,
        name: z.string(),
        required: z.boolean(),
        ok: z.boolean(),
        evidence: z.string(),
      }),
    ),
    notes: z.array(Coded).describe('What was unusual about it.'),
    next: next.nullable().describe('What to do now; null where a later rollback has followed.'),
  })
  .describe('One rollback in full.');

/** What stands in the place of any of these where there is no answer. */
export const Failure = z
  .object({ v, status: z.literal('error'), code, message: what })
  .describe('Why there is no answer. The exit code is not 0.');

export type PlanAnswer = z.infer<typeof PlanAnswer>;
export type Inspection = z.infer<typeof Inspection>;
export type History = z.infer<typeof History>;
export type Report = z.infer<typeof Report>;
export type Failure = z.infer<typeof Failure>;

/** Takes the one object of `--json`. */
export type Answer = (object: Inspection | Checked | History | Releases | Report | Failure) => void;
