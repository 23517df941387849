import { Server, ServerCredentials } from '@grpc/grpc-js';
import { ResourceProviderService } from '@pulumi/pulumi/proto/provider_grpc_pb';
import { Calls } from './calls';
import { Engine, engineAddress } from './engine';
import type { Plugin } from './plugin';
import { service } from './service';

const MESSAGE_LIMIT = 400 * 1024 * 1024;

/** Serves a plugin to the engine that started this process; the port on stdout is the handshake. */
export function serve(plugin: Plugin): void {
  const engine = new Engine();
  const calls = new Calls(engine);
  const address = engineAddress(process.argv.slice(2));
  if (address) engine.connect(address);

  const server = new Server({
    'grpc.max_receive_message_length': MESSAGE_LIMIT,
    'grpc.max_send_message_length': MESSAGE_LIMIT,
  });
  server.addService(ResourceProviderService, service(plugin, engine, calls));
  server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    process.stdout.write(`${port}\n`);
  });
  endWithParent(calls);
}

/** An engine that was killed cannot stop its plugins: they end by themselves, after what is under way. */
function endWithParent(calls: Calls): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent && calls.idle) process.exit(0);
  }, 1000).unref();
}
