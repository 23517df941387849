import type Docker from 'dockerode';
import type { Props } from '../shared/values';

const SECOND = 1_000_000_000;

/** The health check of an image, as an output. */
export const healthcheck = (health: Docker.HealthConfig | undefined): Props | undefined =>
  health && {
    tests: health.Test ?? [],
    interval: duration(health.Interval),
    timeout: duration(health.Timeout),
    startPeriod: duration(health.StartPeriod),
    startInterval: '0s',
    retries: health.Retries ?? 0,
  };

/** Nanoseconds as Go prints them: `1m30s`, `500ms`. */
function duration(nanoseconds = 0): string {
  const seconds = nanoseconds / SECOND;
  if (seconds === 0) return '0s';
  if (seconds < 1) return `${nanoseconds / 1_000_000}ms`;
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return `${hours ? `${hours}h` : ''}${hours || minutes ? `${minutes}m` : ''}${seconds % 60}s`;
}
