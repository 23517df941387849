# Which major version of PostgreSQL the image of the database has at the target, where the image is here and declares that.
# needs: docker/image-facts
# gives: target_major
# reads: DATABASE_SERVICE

# database_image FILE: what a definition calls the image of the database.
database_image() {
  awk -v service="$DATABASE_SERVICE" '
    /^[^ ]/ { inside = /^services:/; own = 0; next }
    inside && /^  [^ ].*:$/ { name = $1; gsub(/[":\x27]/, "", name); own = name == service; next }
    own && /^    image: / { gsub(/["\x27]/, "", $2); print $2; exit }' "$1"
}

# target_major FILE: of a definition; nothing where nobody tells.
target_major() {
  local image
  if [[ -z ${DATABASE_SERVICE-} ]]; then return 0; fi
  image=$(database_image "$1")
  if [[ -n $image ]]; then image_variable "$image" PG_MAJOR; fi
}
