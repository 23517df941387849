import type { Facts, RawFacts } from '../../model/facts';
import { fields } from './decodeFacts';

/** Instead of a code, where something could be asked from nowhere. */
const UNASKED = 'unasked';

function parseProbes(lines: readonly (readonly string[])[]): Facts['probes'] {
  const answers = new Map<string, { codes: number[]; seconds: number[]; untrusted?: string }>();
  for (const [name = '', code, seconds, untrusted] of lines) {
    const probe = answers.get(name) ?? { codes: [], seconds: [] };
    probe.codes.push(Number(code));
    probe.seconds.push(Number(seconds));
    if (untrusted) probe.untrusted = untrusted;
    answers.set(name, probe);
  }
  return [...answers].map(([name, probe]) => ({ name, ...probe }));
}

/** How probes and links were answered, and which of them could not be asked: nothing of those is known. */
export function parseAsked(raw: RawFacts): Pick<Facts, 'links' | 'probes' | 'unasked'> {
  const links = fields(raw.get('links'), '\t');
  const probes = fields(raw.get('probes'), '\t');
  const isAsked = ([, code]: readonly string[]) => code !== UNASKED;
  const unasked = [
    ...probes
      .filter((line) => !isAsked(line))
      .map(([name = '', , , why = '']) => ({ check: `probe ${name}`, why })),
    ...links
      .filter((line) => !isAsked(line))
      .map(([service = '', , why = '']) => ({ check: `link of ${service}`, why })),
  ];
  return {
    links: links.filter(isAsked).map(([service = '', code]) => ({ service, code: Number(code) })),
    probes: parseProbes(probes.filter(isAsked)),
    ...(unasked.length > 0 ? { unasked } : {}),
  };
}
