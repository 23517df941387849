const healthy = await fetch('http://127.0.0.1:3000/health', { signal: AbortSignal.timeout(2500) }).then(
  (response) => response.ok,
  () => false,
);
process.exitCode = healthy ? 0 : 1;
