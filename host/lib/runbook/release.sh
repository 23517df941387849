# A release as the runbook is told of it: a line each of `commit HASH`, `name v1`, `subject TEXT`, `number 12`, `version v2` of Compose,
# `files A B`, `env PATH`, `variable NAME=VALUE`, `image SERVICE ID REFERENCE` (`-` for what is not known), `scale SERVICE NUMBER`,
# `once SERVICE`, `connect SERVICE NETWORK ALIAS,ALIAS`, `remark SENTENCE`.
# gives: read_release

# read_release TEXT: sets `release` (by key), `releases_services`, `image_in`, `reference_in`, `scale_in`, `once_in` (by service),
# `env_in`, `variables_in`, `connected_in` and `remarks`.
read_release() {
  local line key value service id reference
  release=() releases_services=() image_in=() reference_in=() scale_in=() once_in=() env_in=() variables_in=() connected_in=() remarks=()
  while IFS= read -r line; do
    key=${line%% *} value=${line#* }
    case $key in
      env) env_in+=("$value") ;;
      variable) variables_in+=("$value") ;;
      remark) remarks+=("$value") ;;
      connect) connected_in+=("$value") ;;
      once) once_in[$value]=yes ;;
      scale) scale_in[${value%% *}]=${value#* } ;;
      image)
        read -r service id reference <<<"$value"
        releases_services+=("$service") image_in[$service]=${id#-} reference_in[$service]=${reference#-}
        ;;
      ?*) release[$key]=$value ;;
    esac
  done <<<"$1"
}
declare -A release=() image_in=() reference_in=() scale_in=() once_in=()
releases_services=() env_in=() variables_in=() connected_in=() remarks=()
