# Gets the image of a service, for as long as is left of the step.
# needs: docker/compose step/deadline
# gives: build_image pull_image
# reads: COMMIT

# build_image SERVICE: from the sources in DIRECTORY.
build_image() { within compose build --build-arg "COMMIT=$COMMIT" "$1"; }

# pull_image REFERENCE
pull_image() { within docker pull -q "$1"; }
