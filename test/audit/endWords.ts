const [FROM, TO] = ['3333333 (v3)', '2222222 (v2)'];

/** What each end says, of a rollback from v3 to v2. Tests of ends say only what is in it. */
export const END_WORDS = {
  healthy: (wrong: string) => `healthy: ${wrong}`,
  recovered: (checks: string, at = TO) => `recovered: at ${at}, ${checks} checks passed`,
  refused: (why: string) => `refused, nothing was touched: ${why}`,
  /** What it costs was counted beside the live database. */
  refusedAsDear: (why: string) => `refused, the live database was not touched: ${why}`,
  /** Something had run before, or somebody else has it now. */
  refusedLate: (why: string) => `refused: ${why}`,
  degraded: (why: string, at = TO) => `degraded: at ${at}, but ${why}`,
  undone: (why: string) => `undone: ${why}; everything stands as before`,
  undoneOnDemand: (id: string) => `undone: ${id} is taken back, at ${FROM} as before`,
  stranded: (why: string) => `stranded between ${FROM} and ${TO}: ${why}`,
};

/** What is wrong where a step has failed. */
export const failedWords = (step: string, why: string): string => `${step} failed: ${why}`;
