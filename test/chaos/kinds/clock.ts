import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Kind, type Stage, stuck, type Violation } from '../harness/kind';
import { each, isBeforeTheEnd } from '../harness/points';
import { killAll, stopAt } from './kills';

/** Where Debian puts libfaketime, whatever the machine's architecture. */
function libfaketime(): string {
  const found = readdirSync('/usr/lib')
    .map((name) => join('/usr/lib', name, 'faketime/libfaketime.so.1'))
    .find((path) => existsSync(path));
  if (found === undefined) throw new Error('libfaketime is not there: tools/setup --with-tests installs it');
  return found;
}

/**
 * What has a process and all that it starts see another time of day; how long something takes it sees as it is. Docker
 * and PostgreSQL keep the right time, as on a host of which only some processes were started anew.
 */
const faked = (offset: string): NodeJS.ProcessEnv => ({
  LD_PRELOAD: libfaketime(),
  FAKETIME: offset,
  DONT_FAKE_MONOTONIC: '1',
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
});

const HALF_AN_HOUR = 30 * 60_000;

/** What the next run has written down is of that time of day, or it has never seen it. */
function isSeen({ world }: Stage): readonly Violation[] {
  const line = world.journalText().trimEnd().split('\n').at(-1) ?? '{}';
  const { at = '' } = JSON.parse(line) as { at?: string };
  return Math.abs(Date.parse(at) - Date.now()) > HALF_AN_HOUR
    ? []
    : [stuck(`the clock was not seen: the last line is of ${at}`)];
}

const clock: Kind = {
  name: 'clock',
  about:
    'killed, and what goes by libc sees from the next run on a clock that was set back an hour, or on by one',
  scenarios: ['code', 'database', 'undo-database'],
  places: (points) =>
    each(points.filter(isBeforeTheEnd)).flatMap((point) => [`${point} -1h`, `${point} +1h`]),
  async breaks(stage, { at }) {
    const [point = '', offset = ''] = at.split(' ');
    await stopAt(stage, point, killAll);
    stage.session.see(faked(offset));
    return { kills: 1, atEnd: isSeen };
  },
};

export const CLOCK: readonly Kind[] = [clock];
