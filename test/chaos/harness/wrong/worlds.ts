/**
 * Worlds in which several things are wrong at once, by their names in wrong.ts, in the order in which they are made: a run
 * takes as long for one of them as for ten. Together only those are that keep no judge from seeing the others; what is
 * seen by the same words is in worlds of its own.
 */
export const WORLDS: Readonly<Record<string, readonly string[]>> = {
  'a row and the kept database are gone': [
    ...['a row is gone', 'the kept database is gone', 'a file that git does not know is gone'],
    ...['a service is down', 'a check ran twice', 'a lease is left', 'sources are left'],
  ],
  'a row is another and the swap was done again': [
    ...['it was swapped once more, there and back', 'a row is another', 'the kept database is open'],
    ...['the checkout is elsewhere', 'a service is gone', 'a check has not run', 'half a file is left'],
    ...['the lock is held', 'a command runs on in the container'],
  ],
  'a primary key and the local modifications are gone': [
    ...['a primary key is gone', 'a shadow lies about', 'local modifications are gone'],
    ...['a bystander was down in between', 'a step has no end', 'work of a revert is left'],
    ...['a process runs on'],
  ],
  'an index, a session and a modification are there that nobody made': [
    ...['an index is there that nobody made', 'a row was written', 'a session is left'],
    ...['local modifications are in two places', 'a bystander was made anew'],
    ...['a step has begun again and has no end', 'the hold is gone', 'a backup is left in the container'],
    ...["git's lock is left"],
  ],
  'what was live is nowhere': [
    ...['what was live is nowhere', 'a database of nobody is kept', 'the live database is closed'],
    ...['a stash names no rollback', 'a service runs another release', 'a service was made twice'],
    ...['a name is that of another image', 'the checkout was moved there and back'],
    ...['an outcome comes twice', 'a step has ended well twice', 'a hold is left', 'a probe runs on'],
    ...['a file of nobody is left'],
  ],
  'a line of the journal is gone': ['a line of the journal is gone'],
  'it is on no branch': ['it is on no branch'],
  'no service was restarted': ['no service was restarted'],
  'a service was restarted twice': ['a service was restarted twice'],
  untouched: [
    ...['untouched, a row is gone', 'untouched, the live database is another'],
    ...['untouched, the checkout is on no branch', 'untouched, a service has another container'],
    ...['untouched, a name is that of another image', 'untouched, a service runs another release'],
  ],
};
