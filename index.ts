import * as pulumi from '@pulumi/pulumi';
import { createActor, toPromise } from 'xstate';
import { briefing } from './audit/briefing';
import { closingWords, STAYS, summaryOf } from './audit/next';
import { progress } from './audit/progress';
import { outputsOf, type Outputs, refusedOutputs } from './audit/outputs';
import { ConfigError, readConfig } from './config';
import { actorsOf } from './machines/actors';
import { detect } from './machines/detect';
import { forecast } from './machines/forecast';
import { pinName } from './machines/images';
import { isGood } from './machines/model';
import { rollbackMachine } from './machines/rollback';
import type { Settings } from './machines/settings';
import { endBadly, tell } from './resources/console';
import { crewOf } from './resources/crew';
import { Host } from './resources/host';
import { localTransport } from './resources/transport';

async function rollback(settings: Settings, problem?: ConfigError): Promise<Outputs> {
  const stack = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join('/');
  const host = new Host(localTransport, settings, stack);
  const crew = crewOf({
    transport: localTransport,
    host,
    settings,
    words: { forecast, pinName },
    async detect() {
      const decision = await detect(host, settings, problem?.message);
      tell(briefing(decision, settings, pulumi.runtime.isDryRun()));
      return decision;
    },
  });
  const machine = rollbackMachine.provide({ actors: actorsOf(crew) });
  const actor = createActor(machine, { input: { request: settings.request } });
  const news = progress(settings);
  if (!pulumi.runtime.isDryRun())
    actor.subscribe(({ context }) => {
      const lines = news(context);
      if (lines.length > 0) tell(lines);
    });

  const ending = await toPromise(actor.start());
  const registered = await crew.keep(ending);
  const journal = await crew.close(ending, summaryOf(ending));
  if (!isGood(ending.end)) endBadly(closingWords(ending, pulumi.runtime.isDryRun(), registered));
  return outputsOf(ending, journal, settings);
}

export = async (): Promise<Outputs> => {
  try {
    return await rollback(readConfig());
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    if (error.usable) return rollback(error.usable, error);
    endBadly([...error.message.split('\n'), ...(pulumi.runtime.isDryRun() ? [STAYS] : [])]);
    return refusedOutputs(error.message);
  }
};
