import type { Engine } from './engine';
import type { Call } from './plugin';

interface Request {
  getUrn?(): string;
  getName?(): string;
  getPreview?(): boolean;
  getTimeout?(): number;
}

/** The calls under way: Cancel ends them all, and all that come after it. */
export class Calls {
  #underWay = new Set<AbortController>();
  #cancelled = false;

  constructor(private readonly engine: Engine) {}

  get idle(): boolean {
    return this.#underWay.size === 0;
  }

  cancel(): void {
    this.#cancelled = true;
    for (const controller of this.#underWay) controller.abort();
  }

  /** Runs one call, which ends when its own time is up or when everything is cancelled. */
  async run<T>(request: Request, work: (call: Call) => T | Promise<T>): Promise<T> {
    const controller = new AbortController();
    const seconds = Math.trunc(request.getTimeout?.() ?? 0);
    const timer = seconds > 0 ? setTimeout(() => controller.abort(), seconds * 1000) : undefined;
    this.#underWay.add(controller);
    if (this.#cancelled) controller.abort();
    try {
      return await work(this.#describe(request, controller.signal));
    } finally {
      clearTimeout(timer);
      this.#underWay.delete(controller);
    }
  }

  #describe(request: Request, signal: AbortSignal): Call {
    const urn = request.getUrn?.() ?? '';
    const name = urn.split('::').slice(3).join('::');
    const preview = request.getPreview?.() ?? false;
    return { urn, name, preview, signal, status: (message) => this.engine.status(urn, message) };
  }
}
