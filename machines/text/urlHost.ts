/** The host of a URL, brackets of an IPv6 address left out. */
export const hostOf = (url: string): string => {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return host.replace(/^\[(.*)\]$/, '$1');
};
