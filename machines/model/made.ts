import { z } from 'zod';

const texts = z.array(z.string()).nullish();

/** How Docker looks whether a container is well; times in nanoseconds, 0 for what nobody has set. */
const HealthCheck = z.object({
  Test: texts,
  Interval: z.number().default(0),
  Timeout: z.number().default(0),
  StartPeriod: z.number().default(0),
  StartInterval: z.number().default(0),
  Retries: z.number().default(0),
});
export type HealthCheck = z.infer<typeof HealthCheck>;

const Config = z.looseObject({
  Env: texts,
  Cmd: texts,
  Entrypoint: texts,
  User: z.string().default(''),
  Hostname: z.string().optional(),
  WorkingDir: z.string().default(''),
  StopSignal: z.string().default(''),
  StopTimeout: z.number().nullish(),
  Tty: z.boolean().default(false),
  OpenStdin: z.boolean().default(false),
  Labels: z.record(z.string(), z.string()).nullish(),
  Healthcheck: HealthCheck.nullish(),
  Volumes: z.record(z.string(), z.unknown()).nullish(),
  ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
});

const Port = z.object({ HostIp: z.string().default(''), HostPort: z.string().default('') });

/** What a container has mounted, in Docker's own words. */
export const InspectedMount = z.object({
  Type: z.string(),
  Name: z.string().default(''),
  Source: z.string().default(''),
  Destination: z.string(),
});

/** What a container was made of, by `docker inspect`, in Docker's own words. */
export const Made = z.object({
  id: z.string(),
  name: z.string(),
  image: z.string(),
  config: Config,
  host: z.looseObject({
    NetworkMode: z.string().default(''),
    PortBindings: z.record(z.string(), z.array(Port).nullable()).nullish(),
    RestartPolicy: z
      .object({ Name: z.string().default(''), MaximumRetryCount: z.number().default(0) })
      .nullish(),
    ReadonlyRootfs: z.boolean().default(false),
    Privileged: z.boolean().default(false),
    Init: z.boolean().nullish(),
    CapAdd: texts,
    CapDrop: texts,
    LogConfig: z
      .object({ Type: z.string().optional(), Config: z.record(z.string(), z.string()).nullish() })
      .nullish(),
  }),
  mounts: z
    .array(InspectedMount.extend({ RW: z.boolean().default(true), Propagation: z.string().default('') }))
    .nullish(),
});
export type Made = z.infer<typeof Made>;

/** What an image declares, which holds where a definition says nothing. */
export const MadeImage = z.object({ id: z.string(), config: Config });
export type MadeImage = z.infer<typeof MadeImage>;

/** Containers that were not made by the hash of what is checked out, and their images. */
export interface MadeOf {
  readonly containers: readonly Made[];
  readonly images: readonly MadeImage[];
}
