// Stands for @pulumi/pulumi/runtime/debuggable, which writes a stack trace on each promise: in jest, which maps each of
// them to its sources, that takes most of the time of a test.
module.exports = {
  debugPromiseLeaks: false,
  debuggablePromise: (promise) => promise,
  errorString: (error) => error.stack ?? String(error),
  leakedPromises: () => [new Set(), ''],
  promiseDebugString: () => '',
};
