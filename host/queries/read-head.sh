# Prints which commit is checked out; nothing where git does not tell. Reads only; prints facts like queries/detect.sh.
# needs: patience git/checkout
look

if head=$(local_commit HEAD); then printf '%s' "$head" | fact git.head; fi
