# Tells of each of DATA_PLACES, a line each, what is there: see lib/docker/data-places.sh. Reads only; prints facts like
# queries/detect.sh.
# needs: patience docker/data-places
# reads: DATA_PLACES
look

while IFS= read -r place; do printf '%s\t%s\n' "$(data_place "$place")" "$place"; done <<<"$DATA_PLACES" | fact places
