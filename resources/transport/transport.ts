/** Running something on the deployment's host: the one thing that differs between a local and a remote one. */
export interface Transport {
  /** Runs a script in bash now and gives its standard output. Rejects when it exits with another code than 0. */
  run(script: string): Promise<string>;
}
