import { z } from 'zod';
import { Backup, Loss } from './backup';
import { noteCodes, riskCode } from './impliedCodes';
import { CommitHash, ImageId, Release } from './release';
import { Supplied } from './request';
import { ServiceChange } from './serviceChange';
import { PlannedSettings, StayingSettings } from './settings';
import { RISKS, SCENARIOS, STEPS } from './vocabulary';

/** A plan's id. */
export const PlanId = z.string().regex(/^r-[0-9a-f]{8}$/, 'a plan id such as r-3f9a01bc');

const RiskLine = z.object({ kind: z.enum(RISKS), what: z.string(), code: z.string().optional() });
export const Risk = RiskLine.transform((risk): z.infer<typeof RiskLine> => ({
  ...risk,
  code: risk.code ?? riskCode(risk.kind),
}));
export type Risk = z.infer<typeof Risk>;

const texts = z.record(z.string(), z.string());

/**
 * What a request was resolved to. Everything that steps receive comes from here, so that a plan
 * that is read back from the journal is carried out, or replayed, exactly as it was first shown.
 */
const PlanLine = z.object({
  id: PlanId,
  action: z.enum(['rollback', 'undo']).default('rollback'),
  /** undo: the id of the rollback that is taken back. */
  of: PlanId.optional(),
  /** 1 for the first try of a request, one more after each attempt that ended. */
  attempt: z.number().int().positive(),
  scenario: z.enum(SCENARIOS),
  from: Release,
  /** The release that ran, where nothing of the one that is checked out was deployed: that one is left. Not part of the id. */
  left: CommitHash.optional(),
  to: Release,
  /** Whether the target is only at the remote, so that prepare fetches it. */
  fetch: z.boolean(),
  /** Compose project, its files relative to the directory, and the major version of Compose that made it. */
  project: z.string(),
  files: z.array(z.string()).min(1),
  /** Those files as the target has them, where they are called otherwise there. */
  targetFiles: z.array(z.string()).min(1).optional(),
  compose: z.enum(['v1', 'v2']),
  /** Env files as Compose gets them, relative to the directory or absolute, and profiles; none in most plans. */
  envFiles: Supplied.envFiles,
  profiles: Supplied.profiles,
  /** Env files that what runs was brought up with, where those are other ones: an undo is given them. */
  formerEnvFiles: Supplied.envFiles,
  /** Variables that Compose gets, with the values that they have at each of the two releases. */
  variables: z.object({ from: texts, to: texts }).optional(),
  /** Settings of the release that come up with it; today's do where there is none. */
  settings: PlannedSettings.optional(),
  /** Settings of the release that are today's all the same, by name. Not part of the id. */
  settingsStay: StayingSettings.optional(),
  /** SHA-256 of the target's definition, as Compose prints it; none of a restart, and in plans of older versions. */
  definition: z.string().optional(),
  /** Services in dependency order: the app's, or those that are restarted. */
  services: z.array(ServiceChange),
  /** infrastructure: everything is taken down and brought up again. */
  all: z.boolean().default(false),
  /** infrastructure: no definition can be relied on, so that no container is ever created, only restarted. */
  containersOnly: z.literal(true).optional(),
  /**
   * The database's container and volumes (`name or source:destination`), which must be the same ones afterwards,
   * and the oid by which PostgreSQL knows the live database, whatever it is called. None where the deployment has no
   * PostgreSQL of its own.
   */
  database: z
    .object({
      container: z.string(),
      image: ImageId,
      volumes: z.array(z.string()).default([]),
      name: z.string().default(''),
      oid: z.string().default(''),
      /** Where it has no container: what holds its data, which must be there when it gets one. */
      data: z.array(z.string()).optional(),
    })
    .optional(),
  /** database: the backup that is restored, how, and what it is known to cost; the cost is no part of the id. */
  backup: Backup.optional(),
  loss: Loss.optional(),
  /** Docker endpoint, resolved once: a unix:// or ssh:// address. */
  endpoint: z.string(),
  /**
   * Links to probe: service to the URL it must reach, and the network of its own in which that is tried; the address that the
   * URL's host has there, where nothing else tells it.
   */
  links: z.record(
    z.string(),
    z.object({ url: z.string(), network: z.string(), address: z.string().optional() }),
  ),
  /** Tracked files with local modifications, which are stashed. */
  stash: z.array(z.string()),
  /** Who checks the target out: git, or the deployment's own deploy script. */
  revertWith: z.enum(['git', 'script']).default('git'),
  /** None in the plan of an undo, which is one step of its own. */
  steps: z.array(z.enum(STEPS)),
  /** What needs the operator's consent; the kinds are part of the id. */
  risks: z.array(Risk),
  /** What is worth knowing and needs no consent, a sentence each. */
  notes: z.array(z.string()).default([]),
  /** The code of each note, in the same order. */
  noteCodes: z.array(z.string()).optional(),
  /** What of the target nobody can prove, a sentence each; none where all is. Not part of the id. */
  unproven: z.array(z.string()).optional(),
  /** Which checks passed before anything was done; verify compares with it. Not part of the id. */
  baseline: z.record(z.string(), z.boolean()).default({}),
});
/** A plan as it is read: lines of older versions have no codes, and get those that they imply. */
export const Plan = PlanLine.transform((plan): z.infer<typeof PlanLine> => ({
  ...plan,
  noteCodes: noteCodes(plan.notes, plan.noteCodes),
}));
export type Plan = z.infer<typeof Plan>;

/** A deployment's own database, as a plan pins it. */
export type PlannedDatabase = NonNullable<Plan['database']>;

/** The database of a plan that works on one. Throws for a plan of a deployment without. */
export function databaseOf({ database }: Pick<Plan, 'database'>): PlannedDatabase {
  if (!database) throw new Error('a plan of a deployment without a PostgreSQL service has no database');
  return database;
}

/** The rollback that a plan is about: the one that it undoes, else itself. */
export const rollbackOf = ({ id, of = id }: Pick<Plan, 'id' | 'of'>): string => of;

/** Whether a plan leaves the release that it starts from: one that only verifies or restarts does not. */
export const leavesRelease = (plan: Plan): boolean =>
  plan.scenario !== 'infrastructure' && releaseLeftBy(plan) !== plan.to.commit;

/** The commit of the release that a plan leaves. */
export const releaseLeftBy = ({ from, left = from.commit }: Plan): string => left;

/** The number on record of the release that a plan leaves for another one of the same commit. */
export const numberLeft = ({ scenario, from, to }: Plan): number | undefined =>
  scenario !== 'infrastructure' &&
  from.commit === to.commit &&
  to.number !== undefined &&
  to.number !== from.number
    ? from.number
    : undefined;
