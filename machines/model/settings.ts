import { z } from 'zod';

/** Whose settings come up: by what each is for, today's, or those of the release. */
export const SETTINGS = ['auto', 'keep', 'release'] as const;

/** A name of a settings file that a release on record had otherwise than it is today. */
export interface SettingName {
  readonly name: string;
  /** `lacks`: today has none; `added`: the release had none. */
  readonly state: 'differs' | 'lacks' | 'added';
  /** Whether one of the two values is an address with a password in it. */
  readonly hasPassword?: true;
}

/** A file that Compose reads and git does not know, as a release on record had it, beside today's. */
export interface SettingFile {
  /** Absolute. */
  readonly path: string;
  /** `absent`: today there is none; `lost`: what it was is not kept. */
  readonly state: 'same' | 'differs' | 'absent' | 'lost';
  /** Of a file of NAME=value, what is not the same. */
  readonly names: readonly SettingName[];
  /** Of a file that comes as a whole, names that are called as secrets are and that today's has not, or otherwise. */
  readonly secrets?: readonly string[];
}

/** Settings of a release on record that come up with it. */
export const PlannedSettings = z.object({
  /** The release's number on record. */
  release: z.number().int().positive(),
  /** Files, relative to the directory or absolute, and which of their names; of one without, all of it. */
  files: z.array(z.object({ path: z.string(), names: z.array(z.string()).optional() })),
});
export type PlannedSettings = z.infer<typeof PlannedSettings>;

/** Names of a file. */
const NamesOfFile = z.object({ path: z.string(), names: z.array(z.string()) });
export type NamesOfFile = z.infer<typeof NamesOfFile>;

/** Names of settings that a release on record had otherwise and that stay as they are today, each kind where there are some. */
export const StayingSettings = z.object({
  /** The release's number on record. */
  release: z.number().int().positive(),
  /** Those that only containers get. */
  containers: z.array(NamesOfFile).optional(),
  /** Those that are secret. */
  secrets: z.array(NamesOfFile).optional(),
});
export type StayingSettings = z.infer<typeof StayingSettings>;
