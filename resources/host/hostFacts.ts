import { readJournal } from '../../audit/journal/attempts';
import { JournalError } from '../../audit/journal/hashChain';
import { nameForGit } from '../../machines/config/request';
import { releaseNumbered } from '../../machines/detect/history/releases';
import type { Settings } from '../../machines/config/schema';
import { STATES } from '../../machines/config/stateDirectory';
import { decodeFacts, factBytes } from '../../machines/detect/observe/decodeFacts';
import { parseFacts } from '../../machines/detect/observe/parseFacts';
import type { Facts, RawFacts } from '../../machines/model/facts';
import { oldBash } from '../script/bashVersion';
import { checkpointFile } from '../script/checkpointFile';
import { checkpointVariables, identityOf, linksToProbe } from '../script/deploymentVariables';
import type { HostClient } from './hostClient';

/** What detect finds on the host, with the journal as it is there. */
export async function lookAtHost(client: HostClient, settings: Settings): Promise<Facts> {
  const values = {
    ...identityOf(settings),
    ...linksToProbe(settings),
    STATES,
    WANTED: nameForGit(settings.request),
  };
  const printed = await client.run('queries/detect', values);
  const instead = oldBash(printed);
  if (instead) return parseFacts(new Map([['bash', instead]]), { attempts: [] });
  const raw = decodeFacts(printed);
  const unreadable = raw.get('unreadable');
  if (unreadable) {
    const paths = unreadable.replaceAll('\n', ' and ');
    return parseFacts(raw, { attempts: [] }, `${paths} cannot be opened by ${raw.get('user')}`);
  }
  try {
    return withRecord(settings, raw, parseFacts(raw, readJournal(factBytes(printed, 'journal.jsonl'))));
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    return parseFacts(raw, { attempts: [] }, error.message, error.tampered);
  }
}

/** Facts that depend on what is configured: the release of a number, and whether the installed checkpoint is stale. */
function withRecord(settings: Settings, raw: RawFacts, facts: Facts): Facts {
  const { request, deployment } = settings;
  const numbered = releaseNumbered(request, facts);
  const project = deployment.project ?? facts.projects[0];
  const installed = raw.get('checkpoint')?.trim();
  return {
    ...facts,
    ...(numbered === undefined ? {} : { wanted: { commit: numbered, remote: false } }),
    ...(installed && project
      ? {
          checkpoint:
            installed === checkpointDigest(settings, project) ? ('current' as const) : ('stale' as const),
        }
      : {}),
  };
}

const checkpointDigest = (settings: Settings, project: string): string =>
  checkpointFile(checkpointVariables(settings, project), '').digest;
