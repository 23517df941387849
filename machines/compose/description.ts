import { z } from 'zod';
import { readLabels } from './labels';

const Described = z.object({
  image: z.string(),
  env: z.array(z.string()).nullable(),
  labels: z.record(z.string(), z.string()),
});

/** A container of a deployment of which nothing is configured. */
export interface Description {
  readonly service: string;
  /** The name of its image. */
  readonly image: string;
  /** Its environment, without what is empty. */
  readonly variables: Readonly<Record<string, string>>;
  /** The Compose files that it was made by, absolute or as they were typed. */
  readonly files: readonly string[];
}

/** The name of a Compose file where nothing tells it. */
export const USUAL_FILE = 'docker-compose.yml';

/** A container from a line of JSON that discover.sh prints. Throws an error when it is no such line. */
export function parseDescription(line: string): Description {
  const { image, env, labels } = Described.parse(JSON.parse(line));
  const { service, files } = readLabels(labels);
  const pairs = (env ?? []).map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return [name, value.join('=')] as const;
  });
  return { service, image, files, variables: Object.fromEntries(pairs.filter(([, value]) => value !== '')) };
}
