import type { Practice } from '../../test/deployments/practice';
import { PRACTICES } from '../../test/deployments/practices/all';

const ASKING = PRACTICES.flatMap(({ asks, title }) =>
  asks === undefined ? [] : title.replace(/:.*/, ''),
).join(', ');
const HEAD = `# Deployments

How people deploy, and what a rollback to the release before does there. Each line is a small deployment in
\`test/deployments/\`: two releases, the second of them bad, deployed one after the other. A test looks at it from outside,
by Docker, \`curl\` and the container's own files, before and after, and never asks this program:

- after the rollback each service is as it was when the first release ran: image, environment, command, mounts, mounted
  files, number of containers, answer; of what git does not know and nobody has kept, the plan and the end say what is unproven;
- the ordinary command of that deployment then changes no container;
- nor does a restart of the Docker daemon (tried with a mounted file and a migration that ends);
- names of images mean what they meant before;
- an undo gives all of it back.

Beyond the one yes only these ask anything: ${ASKING}. This page is made by \`npm run docs\`.
`;

function happens({ asks, refused, unproven }: Practice): string {
  if (unproven)
    return `recovered, \`UNPROVEN ${[...new Set(unproven)].map((one) => one.replace(': ', '')).join(', ')}\``;
  if (refused === undefined)
    return asks === undefined ? 'recovered' : `recovered, once \`${asks}\` is agreed to`;
  return `${asks === undefined ? `refused` : 'asked'} before anything is touched: \`${asks ?? refused}\``;
}

/** docs/deployments.md. */
export function deploymentsPage(): string {
  const rows = PRACTICES.map((practice) => {
    const [name = '', what = ''] = practice.title.split(/: (.*)/);
    return `| ${name} | ${what} | ${happens(practice)} |`;
  });
  return [HEAD, '| practice | what it is | what happens |', '| --- | --- | --- |', ...rows, ''].join('\n');
}
