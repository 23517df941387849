import { docker } from '../../support/demo/demo';

/** A container of the deployment as Docker tells of it. */
export interface Service {
  readonly id: string;
  readonly image: string;
  /** `healthy`, `running`, `exited`, …; restarting ones and paused ones are told as such. */
  readonly state: string;
  /** Since when it runs, by Docker's clock. */
  readonly started: string;
}

export const isUp = (service: Service | undefined): boolean =>
  service !== undefined && ['healthy', 'running'].includes(service.state);

const STATE =
  '{{index .Config.Labels "com.docker.compose.service"}} {{.ID}} {{.Image}} {{if and .State.Running (not .State.Restarting) (not .State.Paused)}}{{if .State.Health}}{{.State.Health.Status}}{{else}}running{{end}}{{else}}{{.State.Status}}{{end}} {{.State.StartedAt}}';

/** The containers of a project's services, and how many there are of them. */
export function servicesOf(project: string): { services: Record<string, Service>; count: number } {
  const labels = [`com.docker.compose.project=${project}`, 'com.docker.compose.oneoff=False'];
  const ids = docker('ps', '-aq', ...labels.flatMap((label) => ['--filter', `label=${label}`]));
  const rows = ids.length > 0 ? docker('inspect', '-f', STATE, ...ids) : [];
  const services = rows.map((row) => {
    const [name = '', id = '', image = '', state = '', started = ''] = row.split(' ');
    return [name, { id, image, state, started }] as const;
  });
  return { services: Object.fromEntries(services), count: services.length };
}
