import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Props } from '../../../tools/offline-plugins/shared/values';

const Resource = z.looseObject({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean().optional(),
  id: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
});

/** A stack as `pulumi stack export` writes it. */
const Exported = z.looseObject({
  version: z.number(),
  deployment: z.looseObject({
    resources: z.array(Resource).default([]),
    /** What a killed update was at. */
    pending_operations: z.array(z.looseObject({ resource: Resource })).optional(),
  }),
});
export type Exported = z.infer<typeof Exported>;

/** A resource of a stack. */
export interface StackResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Props;
  readonly outputs?: Props;
}

/** What an update of the program can find again: not the stack itself, nor providers that the engine makes by itself. */
const isOwn = ({ type, urn }: StackResource): boolean =>
  type !== 'pulumi:pulumi:Stack' && !(type.startsWith('pulumi:providers:') && /::default[^:]*$/.test(urn));

/** A stack's resources, by type and name. */
export class Stack {
  constructor(private readonly resources: readonly StackResource[]) {}

  /** Reads what `pulumi stack export` wrote. Throws where it is no such file. */
  static read(file: string): Stack {
    const { deployment } = Exported.parse(JSON.parse(readFileSync(file, 'utf8')));
    return new Stack(deployment.resources as unknown as StackResource[]);
  }

  /** The resources that the program has registered. */
  get own(): readonly StackResource[] {
    return this.resources.filter(isOwn);
  }

  /** The stack's outputs as the last update saved them. */
  get outputs(): Props {
    return this.resources.find(({ type }) => type === 'pulumi:pulumi:Stack')?.outputs ?? {};
  }

  /** The one of that type and name below the stack itself. */
  find(type: string, name: string): StackResource | undefined {
    return this.resources.find((one) => one.type === type && one.urn.endsWith(`::${type}::${name}`));
  }
}
