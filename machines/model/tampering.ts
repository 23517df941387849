/** What is altered, and what an acknowledgement must name to accept the journal as it is. */
export interface Tampering {
  /** The line at which it shows, from 1. */
  readonly line: number;
  /** All complete lines that there are now, and the SHA-256 of their bytes. */
  readonly lines: number;
  readonly sha256: string;
  /** The line is none of an alteration but of a newer version of this tool: nothing can accept it. */
  readonly newer?: true;
}
