import { z } from 'zod';
import type { Settings } from '../../machines/config/schema';
import type { Facts, ProbeAnswers } from '../../machines/model/facts';
import { Check } from '../../machines/model/verdict';

/** A check that is made by a rollback alone, and why. */
const NotRun = z.object({ name: z.string(), why: z.string() });

/** `./rollback check --json`. */
export const Checked = z
  .object({
    v: z.literal(1).describe('Version of this format; fields may be added under the same one.'),
    status: z.enum(['passed', 'failed']).describe('`failed`: a required check does not pass.'),
    code: z
      .string()
      .nullable()
      .describe(
        'The code of the first required check that does not pass, of docs/codes.md; null where all do.',
      ),
    checks: z.array(
      z.object({
        code: z.string().optional().describe('A code of docs/codes.md.'),
        name: z.string(),
        required: z.boolean().describe('Only a required check decides about the status.'),
        ok: z.boolean(),
        evidence: z.string().describe('What was seen.'),
      }),
    ),
    notRun: z.array(NotRun).describe('The checks that only a rollback makes, and why.'),
  })
  .describe('The checks of verify that change nothing, on the deployment as it is.');
export type Checked = z.infer<typeof Checked>;

const check = (code: string, name: string, ok: boolean, evidence: string, required = true): Check => ({
  ...{ code, name, required, ok, evidence },
});

function ofProbe({ name, codes, seconds, untrusted }: ProbeAnswers): Check {
  const bad = codes.filter((code) => code < 200 || code >= 400);
  const last = bad.at(-1);
  const median = [...seconds].sort((a, b) => a - b)[Math.floor(seconds.length / 2)] ?? 0;
  const said =
    last === undefined
      ? `${codes.length} of ${codes.length} well answered`
      : `${bad.length} of ${codes.length} failed, last with ${last || (untrusted ?? 'no answer')}`;
  const ms = Math.round(1000 * median);
  return check('check.probe', `probe ${name}`, bad.length === 0, `${said}, median ${ms} ms`);
}

/** What the facts say of links and probes, as verify says it; of what could not be asked, that. */
function fromOutside({ deployment }: Settings, { links, probes, unasked = [] }: Facts): Check[] {
  const whyNot = (name: string): string | undefined => unasked.find((one) => one.check === name)?.why;
  const ofLink = (service: string): Check => {
    const answer = links.find((link) => link.service === service);
    const name = `link of ${service}`;
    return answer
      ? check(
          'check.link',
          name,
          answer.code === 0,
          `the probe inside its container ended with ${answer.code}`,
        )
      : check(
          'check.link',
          name,
          false,
          whyNot(name) ?? 'it cannot be asked from inside its container',
          false,
        );
  };
  const ofName = (name: string): Check => {
    const answers = probes.find((probe) => probe.name === name);
    if (answers) return ofProbe(answers);
    const why = whyNot(`probe ${name}`);
    return check('check.probe', `probe ${name}`, false, why ?? 'it could not be asked', why === undefined);
  };
  return [...Object.keys(deployment.links).map(ofLink), ...Object.keys(deployment.health).map(ofName)];
}

function notRun({ deployment, secretChecks = [] }: Settings): Checked['notRun'] {
  const { critical, healthScript, databaseService } = deployment;
  return [
    ...Object.entries(critical).flatMap(([name, { idempotent }]) =>
      secretChecks.includes(name)
        ? [{ name: `critical ${name}`, why: 'it is secret, and only a step is given it' }]
        : idempotent
          ? []
          : [
              {
                name: `critical ${name}`,
                why: 'it may have side effects; `idempotent` says that it has none',
              },
            ],
    ),
    ...(databaseService ? [{ name: 'database write', why: 'a check only reads' }] : []),
    { name: healthScript, why: 'it may have side effects' },
  ];
}

/** All checks in the order in which verify makes them, with those that the host has made on its own. */
export function checked(settings: Settings, facts: Facts, made: readonly Check[]): Checked {
  const isCritical = ({ code }: Check): boolean => code === 'check.critical';
  const checks = [
    ...made.filter((one) => !isCritical(one)),
    ...fromOutside(settings, facts),
    ...made.filter(isCritical),
  ];
  const wrong = checks.find(({ ok, required }) => required && !ok);
  return {
    v: 1,
    status: wrong ? 'failed' : 'passed',
    code: wrong?.code ?? null,
    checks,
    notRun: notRun(settings),
  };
}
