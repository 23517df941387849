/** What is wrong with the deployment. */
export const SYMPTOM_CODES = {
  'symptom.disk-full': 'A disk is full.',
  'symptom.no-container': 'A service has no container.',
  'symptom.not-running': 'A container does not run.',
  'symptom.stopped': 'A container was stopped from outside.',
  'symptom.restarting': 'A container keeps restarting.',
  'symptom.restarted': 'Docker has restarted a container several times.',
  'symptom.unhealthy': 'The health check of a container fails.',
  'symptom.out-of-memory': 'A container was killed for lack of memory.',
  'symptom.no-network': 'A container is in no network.',
  'symptom.database-silent': 'The database does not answer.',
  'symptom.database-unwell': 'The database answers, but its container is not well.',
  'symptom.data-damaged': 'The database reports damage.',
  'symptom.probe': 'A health URL is answered badly.',
} as const;
