# Digests that tell whether two texts are the same to who has this host's key, and nothing to anybody else: settings are short,
# and could be found by trying. HMAC with SHA-256 (RFC 2104).
# gives: settings_directory kept_copy host_key keyed_digest key_digest
# reads: STATE

settings_directory() { printf '%s' "$STATE/settings"; }
# kept_copy DIGEST: where a file of that content is kept.
kept_copy() { printf '%s/%s' "$(settings_directory)" "$1"; }

# Sets `inner_key` and `outer_key` to what stands before a text, by the host's key, which is made where there is none. Fails where
# it can neither be read nor made.
host_key() {
  local file key byte at key_inner key_outer
  file=$(settings_directory)/key
  inner_key='' outer_key=''
  if [[ ! -s $file ]]; then
    (umask 077 && mkdir -p "$(settings_directory)" && put "$file" new_key) 2>/dev/null || return 1
  fi
  key=$(<"$file") || return 1
  if [[ ! $key =~ ^[0-9a-f]{64}$ ]]; then return 1; fi
  for ((at = 0; at < 64; at++)); do
    byte=0x${key:at*2:2}
    if ((at >= 32)); then byte=0; fi
    printf -v key_inner '\\x%02x' $((byte ^ 0x36))
    printf -v key_outer '\\x%02x' $((byte ^ 0x5c))
    inner_key+=$key_inner outer_key+=$key_outer
  done
}
new_key() { head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }

# keyed_digest: of the text on standard input, 64 hexadecimal digits.
keyed_digest() {
  local inner
  inner=$({ printf '%b' "$inner_key" && cat; } | sha256sum)
  { printf '%b' "$outer_key" && printf '%b' "$(sed 's/ .*//; s/../\\x&/g' <<<"$inner")"; } | sha256sum | cut -d ' ' -f 1
}
# key_digest TEXT: that of a single name of a file on record, 32 digits.
key_digest() { printf '%s' "$1" | keyed_digest | cut -c 1-32; }
