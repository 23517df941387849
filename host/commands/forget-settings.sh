# Removes the files with the settings of release NUMBER that no other release has which is not forgotten; its line stays.
# needs: settings/settings-on-record settings/keyed-digest
# reads: NUMBER PROJECT STATE
exec </dev/null

if [[ -z $(line_on_record "$NUMBER") ]]; then refuse record.no-release "no release #$NUMBER is on record"; fi
exec 8>>"$STATE/checkpoint.lock"
flock -n 8 || refuse checkpoint.held "another checkpoint of $PROJECT is at work"

# What several releases have in common is removed with the last of them.
forgotten_numbers() { { cat "$STATE/forgotten" 2>/dev/null || true; printf '%s\n' "$NUMBER"; } | sort -nu; }
(umask 077 && put "$STATE/forgotten" forgotten_numbers) || refuse state.unwritable "the state directory cannot be written: $STATE"
others=$(whole_lines_of "$STATE/deployments.jsonl" | { grep -avFf <(sed -E 's/.*/{"v":2,"number":&,/' "$STATE/forgotten") || true; } | { grep -aoE '"digest":"[0-9a-f]{64}","kept":true' || true; } | cut -d '"' -f 4 | sort -u)
forgotten=() shared=()
while IFS=$'\t' read -r -u 7 digest _ path; do
  copy=$(kept_copy "$digest")
  if [[ ! -f $copy ]]; then continue; fi
  if grep -qxF "$digest" <<<"$others"; then shared+=("$path"); continue; fi
  rm -f -- "$copy" || refuse state.unwritable "the state directory cannot be written: $STATE"
  forgotten+=("$path")
done 7< <(settings_on_record "$NUMBER")
said="${forgotten[*]:-nothing} of release #$NUMBER is kept no more"
if ((${#shared[@]})); then said+="; ${shared[*]} stays, as another release has the same"; fi
answer true "$said"
