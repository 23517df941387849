import { ChannelCredentials, Server, ServerCredentials, type ServiceError } from '@grpc/grpc-js';
import { EngineService } from '@pulumi/pulumi/proto/engine_grpc_pb';
import type { LogRequest } from '@pulumi/pulumi/proto/engine_pb';
import { ResourceProviderClient } from '@pulumi/pulumi/proto/provider_grpc_pb';
import * as pb from '@pulumi/pulumi/proto/provider_pb';
import { Status } from '@pulumi/pulumi/proto/status_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Props } from '../../tools/offline-plugins/shared/values';

type Reply<Response> = (error: ServiceError | null, response: Response) => void;

/** A built plugin, run and asked the way the engine does it. */
export class PluginClient {
  readonly lines: string[] = [];

  private constructor(
    readonly process: ChildProcess,
    private readonly client: ResourceProviderClient,
    private readonly engine: Server,
  ) {}

  static async start(
    executable: string,
    config: Props = {},
    more: NodeJS.ProcessEnv = {},
  ): Promise<PluginClient> {
    const lines: string[] = [];
    const engine = new Server();
    engine.addService(EngineService, {
      log: ({ request }: { request: LogRequest }, reply: (error: null, empty: Empty) => void) => {
        lines.push(...request.getMessage().split('\n'));
        reply(null, new Empty());
      },
    });
    const enginePort = await new Promise<number>((resolve, reject) =>
      engine.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      ),
    );
    const child = spawn(executable, [`127.0.0.1:${enginePort}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...more },
    });
    const [port] = (await once(child.stdout, 'data')) as [Buffer];
    const address = `127.0.0.1:${port.toString().trim()}`;
    const plugin = new PluginClient(
      child,
      new ResourceProviderClient(address, ChannelCredentials.createInsecure()),
      engine,
    );
    Object.assign(plugin, { lines });
    await plugin.configure(config);
    return plugin;
  }

  async stop(): Promise<void> {
    this.client.close();
    this.engine.forceShutdown();
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = once(this.process, 'exit');
      this.process.kill();
      await ended;
    }
  }

  async configure(config: Props): Promise<pb.ConfigureResponse.AsObject> {
    const request = new pb.ConfigureRequest().setArgs(struct(config)).setAcceptsecrets(true);
    request.setSendsOldInputs(true).setSendsOldInputsToDelete(true);
    return (await asked<pb.ConfigureResponse>((reply) => this.client.configure(request, reply))).toObject();
  }

  async checkConfig(news: Props) {
    const response = await asked<pb.CheckResponse>((reply) =>
      this.client.checkConfig(new pb.CheckRequest().setNews(struct(news)), reply),
    );
    return checked(response);
  }

  async check(urn: string, news: Props, olds?: Props) {
    const request = new pb.CheckRequest().setUrn(urn).setNews(struct(news));
    if (olds) request.setOlds(struct(olds));
    return checked(await asked<pb.CheckResponse>((reply) => this.client.check(request, reply)));
  }

  async diff(urn: string, id: string, state: { olds: Props; oldInputs: Props; news: Props }) {
    const request = new pb.DiffRequest().setUrn(urn).setId(id);
    request.setOlds(struct(state.olds)).setOldInputs(struct(state.oldInputs)).setNews(struct(state.news));
    const response = await asked<pb.DiffResponse>((reply) => this.client.diff(request, reply));
    const detailed = response.getDetaileddiffMap().toObject(false, (_, diff) => diff.getKind());
    const { changes, replacesList, deletebeforereplace } = response.toObject();
    const kinds = Object.keys(pb.PropertyDiff.Kind);
    return {
      changed: changes === pb.DiffResponse.DiffChanges.DIFF_SOME,
      replaces: replacesList,
      deleteBeforeReplace: deletebeforereplace,
      detailed: Object.fromEntries(detailed.map(([path, kind]) => [path, kinds[Number(kind)]])),
    };
  }

  async create(urn: string, inputs: Props, { preview = false, timeout = 0 } = {}) {
    const request = new pb.CreateRequest().setUrn(urn).setProperties(struct(inputs));
    request.setPreview(preview).setTimeout(timeout);
    const response = await asked<pb.CreateResponse>((reply) => this.client.create(request, reply));
    return { id: response.getId(), outputs: props(response.getProperties()) };
  }

  async update(urn: string, id: string, olds: Props, news: Props, { preview = false } = {}) {
    const request = new pb.UpdateRequest().setUrn(urn).setId(id).setPreview(preview);
    request.setOlds(struct(olds)).setNews(struct(news));
    return props(
      (await asked<pb.UpdateResponse>((reply) => this.client.update(request, reply))).getProperties(),
    );
  }

  async read(urn: string, id: string, outputs: Props, inputs: Props) {
    const request = new pb.ReadRequest().setUrn(urn).setId(id);
    request.setProperties(struct(outputs)).setInputs(struct(inputs));
    const response = await asked<pb.ReadResponse>((reply) => this.client.read(request, reply));
    return {
      id: response.getId(),
      outputs: props(response.getProperties()),
      inputs: props(response.getInputs()),
    };
  }

  async delete(urn: string, id: string, outputs: Props): Promise<void> {
    const request = new pb.DeleteRequest().setUrn(urn).setId(id).setProperties(struct(outputs));
    await asked<Empty>((reply) => this.client.delete(request, reply));
  }

  async invoke(token: string, args: Props) {
    const response = await asked<pb.InvokeResponse>((reply) =>
      this.client.invoke(new pb.InvokeRequest().setTok(token).setArgs(struct(args)), reply),
    );
    return {
      outputs: props(response.getReturn()),
      failures: response.toObject().failuresList,
    };
  }

  async cancel(): Promise<void> {
    await asked<Empty>((reply) => this.client.cancel(new Empty(), reply));
  }
}

function asked<Response>(ask: (reply: Reply<Response>) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => {
    ask((error, response) => (error ? reject(error) : resolve(response)));
  });
}

export const urnOf = (type: string, name = 'it') => `urn:pulumi:dev::test::${type}::${name}`;

export const secret = (value: string): Props => ({
  '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
  value,
});

/** What is left of a resource whose making failed half-way. */
export function halfMade(error: unknown) {
  const [details] = (error as ServiceError).metadata.get('grpc-status-details-bin');
  const [any] = Status.deserializeBinary(Uint8Array.from(details as Buffer)).getDetailsList();
  const detail = pb.ErrorResourceInitFailed.deserializeBinary(any?.getValue_asU8() ?? new Uint8Array());
  return { id: detail.getId(), outputs: props(detail.getProperties()), reasons: detail.getReasonsList() };
}

const struct = (value: Props) => Struct.fromJavaScript(value);
const props = (value: Struct | undefined) => (value?.toJavaScript() ?? {}) as Props;

const checked = (response: pb.CheckResponse) => ({
  inputs: props(response.getInputs()),
  failures: response.toObject().failuresList,
});
