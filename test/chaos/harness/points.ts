import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScenarioName } from '../world/scenarios';

/** Each point once, in the order in which they are first passed. */
export const each = (points: readonly string[]): readonly string[] => [...new Set(points)];

/** The same, and those that are passed more than once the second time, too. */
export const passes = (points: readonly string[]): readonly string[] =>
  each(points).flatMap((point) =>
    points.indexOf(point) === points.lastIndexOf(point) ? [point] : [point, `${point}#2`],
  );

/** Whether something that goes wrong there may be a reason to take everything back: what it ends with is decided by then. */
export const mayFail = (point: string): boolean => !point.startsWith('close.');

/** Once the outcome is journaled nothing is refused for, and nothing written, any more. */
export const isBeforeTheEnd = (point: string): boolean => !/^close\.(dropped|journaled)$/.test(point);

const ROOT = join(__dirname, '../../..');
/** What decides on the points that a scenario passes. */
const PLACES = ['host', 'test/chaos/world'];

/** The fail points that each scenario passes, kept in a directory for as long as neither host scripts nor worlds change. */
export class Points {
  private readonly file: string;
  readonly passed: Partial<Record<ScenarioName, readonly string[]>>;

  constructor(directory: string) {
    const hash = createHash('sha256');
    for (const place of PLACES)
      for (const name of readdirSync(join(ROOT, place), { encoding: 'utf8', recursive: true }).sort()) {
        const file = join(ROOT, place, name);
        if (statSync(file).isFile()) hash.update(readFileSync(file));
      }
    mkdirSync(directory, { recursive: true });
    this.file = join(directory, `chaos-points-${hash.digest('hex').slice(0, 12)}.json`);
    this.passed = existsSync(this.file) ? (JSON.parse(readFileSync(this.file, 'utf8')) as object) : {};
  }

  async of(name: ScenarioName, trace: () => Promise<readonly string[]>): Promise<readonly string[]> {
    const points = (this.passed[name] ??= await trace());
    writeFileSync(this.file, JSON.stringify(this.passed));
    return points;
  }
}
