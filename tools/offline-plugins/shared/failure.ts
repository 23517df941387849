import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { ErrorResourceInitFailed } from '@pulumi/pulumi/proto/provider_pb';
import { Status } from '@pulumi/pulumi/proto/status_pb';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import { PartialFailure } from './plugin';

/** An error as gRPC carries it; of a half-made resource, with what there is of it. */
export function serviceError(error: unknown): Partial<ServiceError> {
  const message = error instanceof Error ? error.message : String(error);
  const base = { code: status.UNKNOWN, details: message };
  return error instanceof PartialFailure ? { ...base, metadata: initFailed(error) } : base;
}

/** Go's gRPC reads structured details from this header; Node's has no other way to send them. */
function initFailed({ state, message }: PartialFailure): Metadata {
  const detail = new ErrorResourceInitFailed()
    .setId(state.id)
    .setProperties(Struct.fromJavaScript(state.outputs))
    .setReasonsList([message]);
  const any = new Any();
  any.pack(detail.serializeBinary(), 'pulumirpc.ErrorResourceInitFailed');
  const whole = new Status().setCode(status.UNKNOWN).setMessage(message).setDetailsList([any]);
  const metadata = new Metadata();
  metadata.add('grpc-status-details-bin', Buffer.from(whole.serializeBinary()));
  return metadata;
}
