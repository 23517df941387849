import type { Decision, Refused } from '../../machines/model/decision';
import type { Facts } from '../../machines/model/facts';
import type { Settings } from '../../machines/config/schema';
import { unaskedNotes } from '../../machines/detect/diagnose/answers';
import { memoryNotes } from '../../machines/detect/diagnose/outOfMemory';
import { asRelease, earlierReleases, shortHash } from '../../machines/detect/history/releases';
import { planSection, proposalLines } from './planSection';
import { deploymentName } from '../preview';
import { refusalNext } from './refusalNext';
import { adviceText } from './remedyLine';
import { section } from './section';
import { evidenceSection } from './evidenceSection';
import { hostStateSection } from './hostStateSection';

/** Which deployment it is: its Compose project, where that is known, and where it is. */
function heading(decision: Decision, settings: Settings): string {
  const { project, environment, directory, host } = deploymentName(decision, settings);
  return [project, environment, directory, host].filter(Boolean).join(' · ');
}

/**
 * What is told of a decision, for reading aloud: in a preview, with what could be done about it, and
 * in an update, before it begins.
 */
export function briefing(decision: Decision, settings: Settings, dryRun: boolean): string[] {
  const head = [heading(decision, settings)];
  const diagnosis = 'diagnosis' in decision ? decision.diagnosis : undefined;
  if (diagnosis && decision.facts) {
    head.push(
      ...section(diagnosis.cause === 'healthy' ? 'STATE' : 'WRONG', [adviceText(diagnosis.wrong)]),
      ...section('WHY', [adviceText(diagnosis.why, settings.request)]),
      ...(dryRun ? section('SEEN', evidenceSection(decision.facts)) : []),
    );
  }
  if (decision.facts)
    for (const [label, lines] of hostStateSection(decision.facts)) head.push(...section(label, lines));
  switch (decision.kind) {
    case 'healthy':
      return [
        ...head,
        ...section('PLAN', ['none: nothing is wrong and nothing was asked']),
        ...section(
          'NOTE',
          [...memoryNotes(decision.facts), ...unaskedNotes(decision.facts)].map(({ what }) => what),
        ),
        ...(dryRun ? section('DO', leaving(decision.facts, settings)) : []),
      ];
    case 'refused': {
      const { proposed } = decision;
      const shown = proposed ? proposalLines(proposed, decision, settings) : [];
      return [...head, ...shown, ...refusalLines(decision, settings), 'Nothing has been touched.'];
    }
    case 'undo':
    case 'plan':
      return [...head, ...planSection(decision, settings, dryRun)];
  }
}

/** How this release is left although nothing is seen to be wrong; nothing where no earlier one is known. */
function leaving(facts: Facts, { request }: Settings): string[] {
  const [commit] = earlierReleases(facts);
  if (commit === undefined) return [];
  const line = adviceText({ do: 'preview', for: { commit: shortHash(commit) } }, request);
  const { name, subject } = asRelease(facts, commit);
  const which = [name, subject && `"${subject}"`].filter(Boolean).join(' ');
  return [`where this release must go all the same${which && `, back to ${which}`}: ${line}`];
}

function refusalLines(decision: Refused, settings: Settings) {
  const { what, got = '', accepts = '' } = decision.refusal;
  const [found, accepted] = [got, accepts].map((one) => adviceText(one));
  const detail = [
    ...adviceText(what).split('\n'),
    found && `got      ${found}`,
    accepted && `accepts  ${accepted}`,
  ].filter((line) => line !== undefined && line !== '');
  return [...section('REFUSE', detail as string[]), ...section('DO', [refusalNext(decision, settings)])];
}
