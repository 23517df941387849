# Which project is that of a directory, for the time when everything is down and no container tells: journal/remembered reads it.
# gives: remember_project
# reads: DIRECTORY PROJECT STATE

# remember_project: writes it down. Fails where it cannot.
remember_project() { (umask 077 && put "$STATE/deployment" printf '%s\n' "$PROJECT" "$DIRECTORY"); }
