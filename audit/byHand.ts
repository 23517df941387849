import type { Plan } from '../machines/model';
import { shellQuote } from '../machines/shell';
import type { Verdict } from '../machines/verdicts';

/** The stash of this rollback whatever else was stashed since; the oldest, as revert takes it. */
const stashOf = (id: string): string =>
  `$(git stash list --format=%gd --grep='chronos-rollback ${id}' | tail -n 1)`;

/** The commands that put back by hand what ran before a rollback: of this plan, or of the one that it undoes. */
export function backByHand(plan: Plan, verdicts: readonly Verdict[], directory?: string): string[] {
  const isUndo = plan.action === 'undo';
  const compose = plan.compose === 'v1' ? 'docker-compose' : 'docker compose';
  const files = plan.files.map((file) => `-f ${shellQuote(file)}`).join(' ');
  const moved = plan.services.flatMap(({ service, action, before, target, reference }) => {
    const image = isUndo ? target : before;
    return action !== 'keep' && image ? [{ service, image, reference }] : [];
  });
  const names = moved.map(({ service }) => shellQuote(service)).join(' ');
  const isStashed =
    isUndo || (plan.stash.length > 0 && verdicts.some(({ step, ok }) => step === 'revert' && ok));
  const stash = stashOf(plan.of ?? plan.id);
  return [
    ...(directory ? [`cd ${shellQuote(directory)}`] : []),
    `git checkout --detach ${(isUndo ? plan.to : plan.from).commit}`,
    ...(isStashed ? [`{ stash="${stash}"; [ -z "$stash" ] || git stash pop "$stash"; }`] : []),
    ...moved.map(({ image, reference }) => `docker tag ${image} ${shellQuote(reference)}`),
    // Without names Compose would bring up every service, the database too.
    ...(names
      ? [`${compose} -p ${shellQuote(plan.project)} ${files} up -d --no-deps --no-build ${names}`]
      : []),
  ];
}
