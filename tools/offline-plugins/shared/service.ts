import type { ServerUnaryCall, sendUnaryData, UntypedServiceImplementation } from '@grpc/grpc-js';
import { PluginAttach, PluginInfo } from '@pulumi/pulumi/proto/plugin_pb';
import * as pb from '@pulumi/pulumi/proto/provider_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import type { Calls } from './calls';
import type { Engine } from './engine';
import { serviceError } from './failure';
import { autonaming, checkFailures, checkResponse, diffResponse, props, withIgnored } from './messages';
import type { Call, Plugin, ResourceType } from './plugin';

/** The methods of the provider protocol a plugin serves; gRPC refuses the others as unimplemented. */
export function service(plugin: Plugin, engine: Engine, calls: Calls): UntypedServiceImplementation {
  const unary =
    <Request extends object, Response>(
      work: (request: Request, call: Call) => Response | Promise<Response>,
    ) =>
    ({ request }: ServerUnaryCall<Request, Response>, reply: sendUnaryData<Response>) => {
      calls
        .run(request, (call) => work(request, call))
        .then(
          (response) => reply(null, response),
          (error: unknown) => reply(serviceError(error)),
        );
    };
  const typeOf = (request: { getUrn(): string }): ResourceType => {
    const type = request.getUrn().split('::')[2]?.split('$').pop() ?? '';
    const found = plugin.resources[type];
    if (found) return found;
    throw new Error(`the offline plugin does not serve resources of type ${type}`);
  };
  const { config } = plugin;

  return {
    getPluginInfo: unary(() => new PluginInfo().setVersion(plugin.version)),
    attach: unary((request: PluginAttach) => {
      engine.connect(request.getAddress());
      return new Empty();
    }),
    cancel: unary(() => {
      calls.cancel();
      return new Empty();
    }),

    ...(config && {
      checkConfig: unary((request: pb.CheckRequest) => checkResponse(config.check(props(request.getNews())))),
      diffConfig: unary((request: pb.DiffRequest) => {
        const olds = props(request.getOldInputs());
        return diffResponse(config.diff(olds, withIgnored(request, olds)));
      }),
    }),
    configure: unary((request: pb.ConfigureRequest) => {
      config?.configure(props(request.getArgs()));
      return new pb.ConfigureResponse()
        .setAcceptsecrets(plugin.accepts.secrets)
        .setAcceptresources(plugin.accepts.secrets)
        .setAcceptoutputs(plugin.accepts.secrets)
        .setSupportspreview(true)
        .setSupportsAutonamingConfiguration(plugin.accepts.autonaming);
    }),

    check: unary((request: pb.CheckRequest, call) => {
      const olds = request.hasOlds() ? props(request.getOlds()) : undefined;
      return checkResponse(typeOf(request).check(props(request.getNews()), olds, call, autonaming(request)));
    }),
    diff: unary((request: pb.DiffRequest) => {
      const olds = props(request.getOlds());
      const oldInputs = request.hasOldInputs() ? props(request.getOldInputs()) : olds;
      const inputs = withIgnored(request, olds);
      return diffResponse(typeOf(request).diff(request.getId(), olds, oldInputs, inputs));
    }),
    create: unary(async (request: pb.CreateRequest, call) => {
      const { id, outputs } = await typeOf(request).create(props(request.getProperties()), call);
      return new pb.CreateResponse().setId(id).setProperties(Struct.fromJavaScript(outputs));
    }),
    update: unary(async (request: pb.UpdateRequest, call) => {
      const olds = props(request.getOlds());
      const outputs = await typeOf(request).update(request.getId(), olds, withIgnored(request, olds), call);
      return new pb.UpdateResponse().setProperties(Struct.fromJavaScript(outputs));
    }),
    read: unary(async (request: pb.ReadRequest, call) => {
      const outputs = props(request.getProperties());
      const found = await typeOf(request).read(request.getId(), outputs, props(request.getInputs()), call);
      if (!found) return new pb.ReadResponse();
      return new pb.ReadResponse()
        .setId(found.id)
        .setProperties(Struct.fromJavaScript(found.outputs))
        .setInputs(Struct.fromJavaScript(found.inputs));
    }),
    delete: unary(async (request: pb.DeleteRequest, call) => {
      await typeOf(request).delete(request.getId(), props(request.getProperties()), call);
      return new Empty();
    }),

    invoke: unary(async (request: pb.InvokeRequest, call) => {
      const invoked = plugin.functions[request.getTok()];
      if (!invoked) throw new Error(`the offline plugin does not serve the function ${request.getTok()}`);
      const result = await invoked(props(request.getArgs()), call);
      return Array.isArray(result)
        ? new pb.InvokeResponse().setFailuresList(checkFailures(result))
        : new pb.InvokeResponse().setReturn(Struct.fromJavaScript(result));
    }),
  };
}
