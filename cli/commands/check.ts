import { z } from 'zod';
import { adviceText } from '../../audit/text/remedyLine';
import { isFinished } from '../../machines/compose/oneShot';
import type { Settings } from '../../machines/config/schema';
import { identify, identifyContainers } from '../../machines/detect/identify/deploymentIdentity';
import type { Identity } from '../../machines/compose/identity';
import type { Facts } from '../../machines/model/facts';
import type { Refusal } from '../../machines/model/refusal';
import { Check } from '../../machines/model/verdict';
import { identityOf } from '../../resources/script/deploymentVariables';
import { Stop } from '../exit';
import { factsFrom, lookAt } from '../host/scripts';
import { settingsInFile } from '../pulumi/fileSettings';
import type { Session } from '../pulumi/session';
import { checked, type Checked } from '../report/checked';

const isRefusal = (found: Identity | Refusal): found is Refusal => 'what' in found;

/** Services whose containers have ended well and for good. */
function finished({ deployment }: Settings, { containers }: Facts): string[] {
  const isConfigured = (service: string): boolean => deployment.appServices.includes(service);
  const done = containers.filter((one) => isFinished(one, containers, isConfigured(one.service)));
  return [...new Set(done.map(({ service }) => service))];
}

/** The checks that the host makes by itself; that of the definition fails by the refusal where it cannot be read. */
async function madeByHost(settings: Settings, facts: Facts): Promise<Check[]> {
  const whole = identify(settings, facts);
  const identity = isRefusal(whole) ? identifyContainers(settings, facts) : whole;
  if (isRefusal(identity)) throw new Stop(identity.code, adviceText(identity.what));
  const { project, files, compose, envFiles = [], profiles = [] } = identity;
  const plan = { project, compose, files: [...files], envFiles: [...envFiles], profiles: [...profiles] };
  const values = {
    ...identityOf(settings, { ...plan, endpoint: facts.docker.endpoint }),
    ONCE: finished(settings, facts).join(' '),
    DEFINED: isRefusal(whole) ? '' : 'yes',
  };
  const told = await factsFrom('check', values, 'the deployment cannot be checked:');
  const made = z.array(Check).parse(JSON.parse(told.get('checks') ?? '[]'));
  if (!isRefusal(whole)) return made;
  const unread = { code: 'check.definition', name: 'definition', required: true, ok: false };
  return [...made, { ...unread, evidence: adviceText(whole.what) }];
}

const SIGNS = { true: 'ok ', false: 'BAD' } as const;

/** A line a check: how it came out, its name and what was seen. */
export function checkRows({ checks, notRun }: Checked): string[] {
  const width = Math.max(...[...checks, ...notRun].map(({ name }) => name.length));
  return [
    ...checks.map(
      ({ name, ok, required, evidence }) =>
        `${required || ok ? SIGNS[`${ok}`] : '?  '}  ${name.padEnd(width)}  ${evidence}`,
    ),
    ...notRun.map(({ name, why }) => `-    ${name.padEnd(width)}  not run: ${why}`),
  ];
}

/** Makes the checks of verify that change nothing, now. Reads only, and starts no Pulumi. */
export async function check({ place, output, answer }: Session): Promise<number> {
  const settings = settingsInFile(place);
  const facts = await lookAt(settings, 'the deployment cannot be looked at:');
  const found = checked(settings, facts, await madeByHost(settings, facts));
  const { checks, status } = found;
  const [passed, all] = [checks.filter(({ ok }) => ok).length, checks.length];
  const failed = checks.filter(({ ok, required }) => required && !ok).map(({ name }) => name);
  output.write([
    ...checkRows(found),
    status === 'passed'
      ? `done  ${passed} of ${all} checks passed`
      : `FAILED  ${passed} of ${all} checks passed; not: ${failed.join(', ')}`,
  ]);
  answer?.(found);
  return status === 'passed' ? 0 : 1;
}
