import type { Site } from './site';

export type Release = 'v1' | 'v2';
/** Files by their paths in the repository. */
export type Files = Readonly<Record<string, string>>;
type Configuration = Readonly<Record<string, unknown>>;

/** One way in which people deploy: two releases of which the second is bad. */
export interface Practice {
  readonly title: string;
  /** What a release has in the repository. */
  readonly files: (release: Release, site: Site) => Files;
  /** What lies beside it, unknown to git, when that release is deployed. */
  readonly untracked?: (release: Release) => Files;
  /** Where Compose is run, in the repository. */
  readonly subdirectory?: string;
  /** The ordinary command; `docker compose up -d` where it is not said. */
  readonly up?: string;
  /** The ordinary command afterwards, where it is another one than a release is deployed by. */
  readonly ordinary?: string;
  /** How a release is deployed, where that is another command. */
  readonly deploy?: string;
  /** Configuration besides what `--dir` prints. */
  readonly deployment?: Configuration | ((site: Site) => Configuration);
  /** What is done in the empty repository. */
  readonly begin?: (site: Site) => void;
  /** A file beside the repository that says what git has run: no preview adds to it. */
  readonly runs?: string;
  /** What is done by hand after both releases were deployed. */
  readonly byHand?: (site: Site) => void;
  /** Its image is gone, so that another one is built of the same. */
  readonly isMadeAgain?: true;
  /** Something is wrong with what runs before the rollback. */
  readonly isUnwell?: true;
  /** Its undo is not looked at: what it returns to is not what ran. */
  readonly notUndone?: true;
  /** A service that only the bad release has, or that no release brings, of which a rollback leaves the containers. */
  readonly stays?: string;
  /** Whether it is tried in each run of the tests; the others are at full depth. */
  readonly isUsual?: true;
  /** Code of the risk that is asked about before anything is touched. */
  readonly asks?: string;
  /** What begins the sentences of what nobody can prove of its target: that is then another one than was deployed. */
  readonly unproven?: readonly string[];
  /** What the pins of the good release are not to have: the image that a name means now. */
  readonly notPinned?: (site: Site) => string;
  /** Code of the refusal where a rollback is refused; `consent.needed` where the question is not answered. */
  readonly refused?: string;
}
