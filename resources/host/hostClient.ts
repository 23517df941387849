import { oldBash } from '../script/bashVersion';
import { script } from '../script/hostScript';
import type { Transport } from '../transport/transport';

/** What a script is given, by the names of shell variables. */
export type Values = Readonly<Record<string, string>>;

/** The one door to the deployment's host: whatever is looked at or done there is a script of `host/` that is run by this. */
export class HostClient {
  constructor(private readonly transport: Transport) {}

  /** Runs a script, by its name in `host/`, and gives what it prints. Rejects when it exits with another code than 0. */
  run(name: string, values: Values): Promise<string> {
    return this.transport.run(script(name, values));
  }

  /** Runs a script that prints facts, and gives them as printed. Rejects as well where the host has no bash 5. */
  async query(name: string, values: Values): Promise<string> {
    const printed = await this.run(name, values);
    if (oldBash(printed)) throw new Error(printed.trim());
    return printed;
  }
}
