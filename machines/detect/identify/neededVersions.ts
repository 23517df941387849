import type { Facts } from '../../model/facts';
import { type Refusal, refuse } from '../../model/refusal';

/** The oldest versions that do, by the names of the tools. */
const NEEDED = {
  git: '2.31',
  curl: '7.52',
  Docker: '20.10',
  'Compose of v2': '2.0',
  'Compose of v1': '1.29',
} as const;

type Tool = keyof typeof NEEDED;

/** Its numbers; none where a text begins otherwise. */
const numbersOf = (version: string): number[] =>
  (/^v?(\d+(?:\.\d+)*)/.exec(version)?.[1] ?? '').split('.').filter(Boolean).map(Number);

/** Whether a version is older than another one; one that is no number is not. */
function isOlder(version: string, needed: string): boolean {
  const [had, wanted] = [numbersOf(version), numbersOf(needed)];
  if (had.length === 0) return false;
  const at = wanted.findIndex((part, index) => part !== (had[index] ?? 0));
  return at !== -1 && (had[at] ?? 0) < (wanted[at] ?? 0);
}

/** The versions that the host has, of what it has. */
const versionsOf = ({ versions, docker, compose }: Facts): Record<Tool, string | undefined> => ({
  git: versions?.get('git'),
  curl: versions?.get('curl'),
  Docker: docker.version,
  'Compose of v2': compose.v2,
  'Compose of v1': compose.v1,
});

/** A tool that is older than what every rollback needs, of those that are named. */
export function oldTool(
  facts: Facts,
  tools: readonly Tool[] = Object.keys(NEEDED) as Tool[],
): Refusal | undefined {
  const versions = versionsOf(facts);
  const old = tools.find((tool) => isOlder(versions[tool] ?? '', NEEDED[tool]));
  if (!old) return undefined;
  const needed = `${old} ${NEEDED[old]} or later`;
  return refuse('host.old-tools', `${old} of the host is too old`, `install: ${needed}`, {
    got: `${old} ${versions[old]}`,
    accepts: needed,
  });
}
