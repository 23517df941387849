import { z } from 'zod';

const Service = z.looseObject({
  image: z.string().optional(),
  build: z.unknown().optional(),
  depends_on: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).optional(),
  volumes: z.unknown().optional(),
  environment: z.unknown().optional(),
  networks: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).optional(),
  network_mode: z.string().optional(),
});
type Service = z.infer<typeof Service>;

/** A network or a volume of the definition. */
const Named = z.looseObject({
  name: z.string().optional(),
  external: z.union([z.boolean(), z.looseObject({ name: z.string().optional() })]).optional(),
});

/** A config or a secret of the definition. */
const Given = z.looseObject({ file: z.string().optional(), environment: z.string().optional() });

export const Model = z.looseObject({
  services: z.record(z.string(), Service),
  networks: z.record(z.string(), Named.nullable()).optional(),
  volumes: z.record(z.string(), Named.nullable()).optional(),
  configs: z.record(z.string(), Given.nullable()).optional(),
  secrets: z.record(z.string(), Given.nullable()).optional(),
});

/** What `docker compose config` says: the deployment's definition, interpolated and merged. */
export type ComposeModel = z.infer<typeof Model>;

const Entries = z.record(z.string(), z.unknown());
export const Written = z.looseObject({
  services: z.record(z.string(), Entries),
  configs: Entries.optional(),
  secrets: Entries.optional(),
});

/** The same with its variables as they stand in the files: any value may be a text. */
export type WrittenModel = z.infer<typeof Written>;
