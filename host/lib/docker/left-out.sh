# What a build leaves out of its context.
# gives: not_left_out

# not_left_out FILE: of the paths of standard input, ended by a NUL each, those that a .dockerignore of that text does not leave
# out. With WHOLE set a directory, ended by a slash, is left out only where nothing below it is taken back in. A later line counts
# more; what is said of a directory is said of all below it (moby, pkg/patternmatcher).
not_left_out() {
  PATTERNS=$(tr -d '\r' <"$1") awk '
    function plain(letter) { return letter ~ /[a-zA-Z0-9_]/ ? letter : letter ~ /[\^\\]/ ? "\\" letter : "[" letter "]" }
    function pattern(text, at, letter, made) {
      for (at = 1; at <= length(text); at++) {
        letter = substr(text, at, 1)
        if (substr(text, at, 3) == "**/") { made = made "(.*/)?"; at += 2 }
        else if (substr(text, at, 2) == "**") { made = made ".*"; at++ }
        else if (letter == "*") made = made "[^/]*"
        else if (letter == "?") made = made "[^/]"
        else if (match(substr(text, at), /^\[\^?[a-zA-Z0-9_.-]+\]/)) { made = made substr(text, at, RLENGTH); at += RLENGTH - 1 }
        else if (letter ~ /[a-zA-Z0-9_\/-]/) made = made letter
        else if (letter == "\\" && at < length(text)) made = made plain(substr(text, ++at, 1))
        else made = made plain(letter)
      }
      return "^" made "(/.*)?$"
    }
    BEGIN {
      RS = ORS = "\0"
      lines = split(ENVIRON["PATTERNS"], line, "\n")
      for (n = 1; n <= lines; n++) {
        text = line[n]
        if (text ~ /^#/) continue
        gsub(/^[ \t]+|[ \t]+$/, "", text)
        takesBack = sub(/^![ \t]*/, "", text)
        gsub(/^(\.?\/)+|\/+$/, "", text)
        if (text == "" || text == ".") continue
        count++
        is[count] = pattern(text)
        back[count] = takesBack
        if (takesBack) isBack = 1
      }
    }
    {
      path = $0
      isDirectory = sub(/\/$/, "", path)
      isOut = 0
      for (n = 1; n <= count; n++) if (path ~ is[n]) isOut = !back[n]
      if (!isOut || (isDirectory && ENVIRON["WHOLE"] != "" && isBack)) print
    }'
}
