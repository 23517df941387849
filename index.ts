import * as pulumi from '@pulumi/pulumi';
import { createActor, toPromise } from 'xstate';
import { briefing } from './audit/text/briefing';
import { codeOfEnding } from './audit/endCode';
import { outputsOf, type Outputs, refusedOutputs } from './audit/outputs';
import { progress, stepIn } from './audit/text/progress';
import { closingWords, STAYS, summaryOf } from './audit/text/summary';
import { ConfigError } from './config';
import { actorsOf } from './machines/lifecycle/actors';
import { asShown, shownOf } from './machines/detect/consent/previewBinding';
import { detect } from './machines/detect/detect';
import { isGood } from './machines/lifecycle/context';
import { rollbackMachine } from './machines/rollback';
import type { Settings } from './machines/config/schema';
import { endBadly, endWithPulumi, tell } from './resources/process/diagnostics';
import { makeExecutor } from './resources/executor';
import { holderOf } from './resources/process/leaseHolder';
import { DeploymentHost } from './resources/host/deploymentHost';
import { HostClient } from './resources/host/hostClient';
import { recall, remember } from './resources/process/previewRecord';
import { settingsFromEngine } from './resources/process/engineSettings';
import { localTransport } from './resources/transport/pulumi';

async function rollback(settings: Settings, problem?: ConfigError): Promise<Outputs> {
  const stack = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join('/');
  const holder = holderOf(stack);
  const isPreview = pulumi.runtime.isDryRun();
  const host = new DeploymentHost(new HostClient(localTransport), settings, holder);
  const executor = makeExecutor({
    transport: localTransport,
    host,
    settings,
    async detect() {
      const found = await detect(host, settings, problem);
      if (isPreview) remember(holder, shownOf(found));
      const decision = isPreview ? found : asShown(found, recall(holder));
      tell(briefing(decision, settings, isPreview));
      return decision;
    },
  });
  const machine = rollbackMachine.provide({ actors: actorsOf(executor) });
  const actor = createActor(machine, { input: { request: settings.request } });
  const news = progress(settings);
  if (!isPreview)
    actor.subscribe(({ context, value }) => {
      const lines = news(context, stepIn(value));
      if (lines.length > 0) tell(lines);
    });

  const ending = await toPromise(actor.start());
  const registered = await executor.keep();
  const { journal, problem: unclosed } = await executor.close(
    ending,
    summaryOf(ending),
    codeOfEnding(ending),
  );
  if (unclosed)
    endBadly([summaryOf(ending), `not closed: ${unclosed.what}`, 'pulumi up once more closes it']);
  else if (!isGood(ending)) endBadly(closingWords(ending, isPreview, registered));
  const outputs = outputsOf(ending, journal, settings, isPreview);
  return unclosed ? { ...outputs, code: unclosed.code } : outputs;
}

export = async (): Promise<Outputs> => {
  endWithPulumi();
  try {
    return await rollback(settingsFromEngine());
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    if (error.usable) return rollback(error.usable, error);
    endBadly([...error.message.split('\n'), ...(pulumi.runtime.isDryRun() ? [STAYS] : [])]);
    return refusedOutputs(error, pulumi.runtime.isDryRun());
  }
};
