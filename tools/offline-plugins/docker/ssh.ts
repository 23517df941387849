import { spawn } from 'node:child_process';
import { Agent } from 'node:http';
import { Duplex } from 'node:stream';

/** Connections to Docker on another machine, each through one `ssh … docker system dial-stdio`. */
export function sshAgent(url: URL, sshOpts: string[]): Agent {
  const agent = new Agent();
  const dial = () => {
    const [program = 'ssh', ...args] = ['ssh', ...sshArguments(url, sshOpts)];
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const connection = Duplex.from({ writable: child.stdin, readable: child.stdout });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    child.once('error', (error) => connection.destroy(error));
    child.once('close', (code) => {
      if (code)
        connection.destroy(new Error(`command [ssh ${args.join(' ')}] has exited: ${complaint.trim()}`));
    });
    connection.once('close', () => child.kill());
    return connection;
  };
  return Object.assign(agent, { createConnection: dial });
}

function sshArguments(url: URL, sshOpts: string[]): string[] {
  const socket = url.pathname.length > 1 ? ['--host', `unix://${url.pathname}`] : [];
  return [
    ...['-o', 'ConnectTimeout=30', '-T', ...sshOpts],
    ...(url.username ? ['-l', decodeURIComponent(url.username)] : []),
    ...(url.port ? ['-p', url.port] : []),
    ...['--', url.hostname, 'docker', ...socket, 'system', 'dial-stdio'],
  ];
}
