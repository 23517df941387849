/** What the host says of a place that is to hold data: whether it is there, and a database in it. */
export const DATA_STATES = ['there', 'unknown', 'empty', 'gone'] as const;
export type DataState = (typeof DATA_STATES)[number];

/** What holds the data of a database that has no container, and what there is of it. */
export interface DataPlace {
  /** `name or directory:destination`. */
  readonly place: string;
  readonly state: DataState;
}
