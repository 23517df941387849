# Which commits the deploy record means where it has fewer digits than all.
# needs: git/checkout
# gives: short_hashes

# short_hashes FILE: `short full` a line, of those that git knows as one commit and no more. A tag of the same letters is none.
short_hashes() {
  local short full
  { grep -aoE '"(commit|rolledBackFrom)" *: *"[0-9a-fA-F]{4,39}"' "$1" 2>/dev/null || true; } | cut -d '"' -f 4 | sort -u |
    while IFS= read -r short; do
      if full=$(local_commit "$short") && [[ $full == "${short,,}"* ]]; then printf '%s %s\n' "$short" "$full"; fi
    done
}
