# Where PostgreSQL has its data.
# gives: has_cluster

# has_cluster DIRECTORY: whether the data of a server is there, or some directories below.
has_cluster() { [[ -n $(find -- "$1" -maxdepth 4 -name PG_VERSION -print -quit 2>/dev/null) ]]; }
