import type { Container } from '../model/container';

/** What Compose writes down on a container that it makes. */
type Labelled = Pick<
  Container,
  | 'service'
  | 'project'
  | 'files'
  | 'envFiles'
  | 'directory'
  | 'composeVersion'
  | 'needs'
  | 'awaited'
  | 'configHash'
>;

/** Reads what Compose has written down on a container; all of it is empty on one that Compose has not made. */
export function readLabels(labels: Readonly<Record<string, string>> | null): Labelled {
  const label = (name: string) => labels?.[`com.docker.compose.${name}`] ?? '';
  const dependencies = label('depends_on').split(',').filter(Boolean);
  return {
    service: label('service'),
    project: label('project'),
    files: label('project.config_files').split(',').filter(Boolean),
    envFiles: label('project.environment_file').split(',').filter(Boolean),
    directory: label('project.working_dir'),
    composeVersion: label('version'),
    needs: dependencies.map((one) => one.replace(/:.*$/, '')),
    awaited: dependencies.flatMap(
      (one) => /^([^:]+):service_completed_successfully(:|$)/.exec(one)?.[1] ?? [],
    ),
    configHash: label('config-hash'),
  };
}

/** The services that a container's own depends on; none where the Compose that made it does not write them down. */
export const readDependencies = (labels: Readonly<Record<string, string>> | null): string[] =>
  (labels?.['com.docker.compose.depends_on'] ?? '').split(',').flatMap((one) => one.split(':')[0] || []);
