/** What verify and undo look at. */
export const CHECK_CODES = {
  'check.commit': 'The checkout is at the commit of the plan.',
  'check.image': 'A service runs the image of the plan.',
  'check.containers': 'A service has as many containers as it had, or as the target names.',
  'check.definition': 'The containers of a service were made by the definition that is checked out.',
  'check.files': 'The containers of a service have the mounted files of the target.',
  'check.image-name':
    'The name by which Compose asks for the image of a service means the image of the plan.',
  'check.health': 'The container of a service runs and is healthy.',
  'check.database-container': 'The database runs in the same container as before.',
  'check.database': 'The live database is the one that must be live.',
  'check.database-volume': "The database's container has the same volumes as before.",
  'check.database-restored': 'The live database is the one that was restored.',
  'check.rows': 'The restored database has the rows of the backup.',
  'check.database-read': 'The database answers a query.',
  'check.database-privileges': "The app's roles may do in the database what they might before.",
  'check.database-write':
    "The app's roles read their tables and may update them, in a transaction that is rolled back.",
  'check.link': 'A service is reached from inside the network of the deployment.',
  'check.probe': 'A health URL answers every call of a round.',
  'check.critical': 'A check of config `deployment.critical` passes.',
  'check.health-script': "The deployment's own health script ends with 0.",
} as const;
