import type { SettingFile, SettingName } from '../../model/settings';
import { fields, lines } from './decodeFacts';

const FILE_STATES = ['same', 'differs', 'absent', 'lost'] as const;
const NAME_STATES = ['differs', 'lacks', 'added'] as const;

/** `PATH STATE NAME PASSWORD` a line, with tabs between; without a name it is of the whole file. */
export function settingFiles(text: string | undefined): SettingFile[] {
  const names = new Map<string, SettingName[]>();
  const secrets = new Map<string, string[]>();
  const files: SettingFile[] = [];
  for (const line of lines(text)) {
    const [path = '', said = '', name = '', password = ''] = line.split('\t');
    const own = names.get(path) ?? [];
    names.set(path, own);
    const ofFile = FILE_STATES.find((state) => state === said);
    const ofName = NAME_STATES.find((state) => state === said);
    if (name && said === 'secret') secrets.set(path, [...(secrets.get(path) ?? []), name]);
    else if (name && ofName) own.push({ name, state: ofName, ...(password ? { hasPassword: true } : {}) });
    else if (ofFile) files.push({ path, state: ofFile, names: own });
  }
  return files.map((file) => {
    const own = secrets.get(file.path);
    return own ? { ...file, secrets: own } : file;
  });
}

/** `NAME OTHER` a line: by name those that its value is made of. */
export function settingReferences(text: string | undefined): ReadonlyMap<string, readonly string[]> {
  const references = new Map<string, string[]>();
  for (const [name = '', other = ''] of fields(text, ' '))
    references.set(name, [...(references.get(name) ?? []), other]);
  return references;
}
