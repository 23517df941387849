# Which major version of PostgreSQL the image of the database has at the target, where the image is here and declares that.
# needs: docker/former-values docker/image-facts
# gives: target_major
# reads: DATABASE_SERVICE

# target_major FILE: of a definition; nothing where nobody tells.
target_major() {
  local image
  if [[ -z ${DATABASE_SERVICE-} ]]; then return 0; fi
  image=$(images_as_written "$1" | awk -v service="$DATABASE_SERVICE" '$1 == service { print $2 }')
  if [[ -n $image ]]; then image_variable "$image" PG_MAJOR; fi
}
