/** Functions that a script defines more than once: the last one would be called everywhere. */
export function definedTwice(text) {
  const names = [...text.matchAll(/^(\w+)\(\) /gm)].map(([, name]) => name);
  return names.filter((name, index) => names.indexOf(name) !== index);
}
