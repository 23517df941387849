/** Running something on the deployment's host: the one thing that differs between a local and a remote one. */
export interface Transport {
  /** Runs a script in bash now and gives its standard output. Rejects when it exits with another code than 0. */
  run(script: string): Promise<string>;
}

/** A transport for what an operator types. */
export interface OperatorTransport extends Transport {
  /** The absolute path on the host that a typed one means. Looks at no file. */
  hostPath(typed: string): string;
}
