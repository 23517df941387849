import { z } from 'zod';
import { decodeFacts } from '../../machines/detect/observe/decodeFacts';
import { type Code, isCode } from '../../machines/model/codes';
import type { Settings } from '../../machines/config/schema';
import type { Facts, RawFacts } from '../../machines/model/facts';
import { HostClient, type Values } from '../../resources/host/hostClient';
import { lookAtHost } from '../../resources/host/hostFacts';
import { processTransport } from '../../resources/transport/process';
import { Stop } from '../exit';

const client = new HostClient(processTransport);

/** The absolute path on the host that a typed one means. */
export const hostPath = (typed: string): string => processTransport.hostPath(typed);

const Refusal = z.object({
  ok: z.literal(false),
  summary: z.string(),
  code: z.custom<Code>(isCode),
  stopped: z.boolean().default(false),
});

/** A Stop that begins with `failed` and goes on with what was said instead of an answer. */
const noAnswer =
  (failed: string) =>
  (error: unknown): never => {
    throw new Stop('script.no-answer', [failed, (error as Error).message]);
  };

/** What a query prints, by its name. Throws a Stop that begins with `failed` where it fails. */
export const printedBy = (name: string, values: Values, failed: string): Promise<string> =>
  client.query(`queries/${name}`, values).catch(noAnswer(failed));

/** What a command prints that gives no answer in JSON, by its name. Throws a Stop that begins with `failed` where it fails. */
export const ranBy = (name: string, values: Values, failed: string): Promise<string> =>
  client.run(name, values).catch(noAnswer(failed));

/** What detect sees of the deployment. Throws a Stop that begins with `failed` where the host does not tell. */
export const lookAt = (settings: Settings, failed: string): Promise<Facts> =>
  lookAtHost(client, settings).catch(noAnswer(failed));

/** The facts that a query prints. Throws as printedBy does. */
export const factsFrom = async (name: string, values: Values, failed: string): Promise<RawFacts> =>
  decodeFacts(await printedBy(name, values, failed));

/**
 * Runs a command and reads its answer. Throws a Stop with the script's own words and code where it refuses, and one that
 * begins with `failed` where it gives no answer at all.
 */
export async function askHost<T>(
  name: string,
  values: Values,
  { answer, failed }: { readonly answer: z.ZodType<T>; readonly failed: string },
): Promise<T> {
  const printed = await client.run(name, values).catch(noAnswer(failed));
  let parsed: unknown;
  try {
    parsed = JSON.parse(printed);
  } catch {
    throw new Stop('script.no-answer', [failed, printed.trim() || 'no answer']);
  }
  const { data: refusal } = Refusal.safeParse(parsed);
  if (refusal) throw new Stop(refusal.code, refusal.summary, refusal.stopped ? 130 : 1);
  return answer.parse(parsed);
}
