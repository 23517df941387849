import { ChannelCredentials } from '@grpc/grpc-js';
import { EngineClient } from '@pulumi/pulumi/proto/engine_grpc_pb';
import { LogRequest, LogSeverity } from '@pulumi/pulumi/proto/engine_pb';

/** The way back to the engine: lines beside a resource in its display. */
export class Engine {
  #client: EngineClient | undefined;

  connect(address: string): void {
    this.#client = new EngineClient(address, ChannelCredentials.createInsecure());
  }

  /** A line that stands beside the resource until the next one; losing one is no reason to fail. */
  async status(urn: string, message: string): Promise<void> {
    const client = this.#client;
    if (!client) return;
    const request = new LogRequest()
      .setSeverity(LogSeverity.INFO)
      .setUrn(urn)
      .setMessage(message)
      .setEphemeral(true);
    await new Promise<void>((resolve) => client.log(request, () => resolve()));
  }
}

/** The address of the engine among the arguments the engine starts a plugin with. */
export function engineAddress(args: string[]): string | undefined {
  const positional = args.filter((arg, index) => !arg.startsWith('-') && args[index - 1] !== '--tracing');
  return positional[0];
}
