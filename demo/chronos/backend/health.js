// node health.js [URL [TRIES]]: asks URL (this server's own health by default); exit code 1 when an answer is bad.
const [url = 'http://127.0.0.1:8080/health', tries = '1'] = process.argv.slice(2);

const bad = [];
for (let n = 0; n < Number(tries); n++) {
  const status = await fetch(url, { signal: AbortSignal.timeout(2500) }).then(
    (response) => response.status,
    (error) => error.cause?.code ?? error.message,
  );
  if (status !== 200) bad.push(status);
}

if (bad.length > 0) {
  console.error(`${bad.length} of ${tries} bad: ${[...new Set(bad)].join(', ')}`);
  process.exitCode = 1;
}
