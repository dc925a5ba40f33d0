#!/usr/bin/env bash
# Breaks one guard at a time, in a copy of the tree, and sees whether the test that is named for it goes red.
#
#   mutants.sh DIR [NAME…]     all guards of mutants.txt, or those named; the copy is DIR/mutants and is kept
#   mutants.sh --here [NAME…]  in this very tree, whose build is taken up: for a checkout that is nobody's workplace
#
# Every test is seen green on the whole tree first; only then does its failing prove anything.
# TEST_AMQP_URL and the others must be set: with-servers.sh does that. Exit code 1 when a broken guard went unnoticed.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
readonly table=$here/mutants.txt

[[ $# -ge 1 && -n ${TEST_DATABASE_URL:-} ]] || { sed -n 's/^# \{0,1\}//; 2,9p' "${BASH_SOURCE[0]}" >&2; exit 64; }
if [[ $1 == --here ]]; then tree=$(cd "$here/../.." && pwd -P); else tree=$(state_directory "$1/mutants"); fi
shift
wanted=" $* "
notes=$(mktemp -d "${TMPDIR:-/tmp}/mutants.XXXXXX")
broken=""

# Puts the guard back, whatever has happened.
mend() {
    [[ -n $broken ]] || return 0
    mv "$notes/original" "$broken"
    touch "$broken"
    broken=""
}
trap 'mend; rm -rf "$notes"' EXIT

# The copy follows the tree; what was built there stays, and files that are the same keep their times.
copy_tree() {
    local file
    [[ ! $here/../.. -ef $tree ]] || return 0
    (cd "$here/../.." && git ls-files --cached --others --exclude-standard) | while read -r file; do
        [[ -f $here/../../$file ]] || continue
        cmp -s "$here/../../$file" "$tree/$file" && continue
        mkdir -p "$(dirname "$tree/$file")"
        cp -p "$here/../../$file" "$tree/$file"
    done
}

# Neither reads what we read the table from.
build() { (cd "$tree" && swift build --build-tests </dev/null >"$notes/build.log" 2>&1); }
run_test() { (cd "$tree" && timeout 900 swift test --skip-build --filter "$1" </dev/null >"$notes/test.log" 2>&1); }

# The first line of a log that says what is wrong; else its last.
#   word LOG PATTERN
word() { { grep -m 1 -- "$2" "$1" || tail -n 1 "$1"; } | cut -c 1-120; }

# Whether a test that is named like this ran, and passed.
is_green() { run_test "$1" && grep -qE 'Test run with [1-9][0-9]* test' "$notes/test.log"; }

# Puts the mutant in the place of the guard, which must be there exactly once.
#   replace FILE GUARD MUTANT
replace() {
    local text
    text=$(<"$1")
    [[ $(grep -cF -- "$2" "$1") -eq 1 ]] || die "the guard '$2' stands not exactly once in $1."
    printf '%s\n' "${text/"$2"/"$3"}" >"$1"
}

# Tries one mutant: red is what we want to see.
#   try NAME FILE TEST GUARD MUTANT
try() {
    local name=$1 file=$tree/$2 test=$3 verdict
    cp -p "$file" "$notes/original"
    broken=$file
    replace "$file" "$4" "$5"
    if ! build; then
        verdict="does not compile: $(word "$notes/build.log" 'error:')"
    elif run_test "$test"; then
        verdict="UNNOTICED by $test"
    elif grep -q '✘ Test' "$notes/test.log"; then
        verdict="red, as it must be: $(word "$notes/test.log" '✘ Test')"
    else
        verdict="no test ran: $(word "$notes/test.log" 'error:')"
    fi
    mend
    printf '%-22s %s\n' "$name" "$verdict"
    [[ $verdict == red* ]] || failed=1
}

# Carries something out for every mutant that is wanted.
#   each COMMAND    is given NAME FILE TEST GUARD MUTANT
each() {
    local name file test guard mutant
    while read -r name && read -r file && read -r test && read -r guard && read -r mutant; do
        if [[ $wanted == "  " || $wanted == *" $name "* ]]; then "$1" "$name" "$file" "$test" "$guard" "$mutant"; fi
    done < <(grep -v '^#' "$table" | grep -v '^$')
}

see_green() {
    is_green "$3" || die "$3 is not green on the tree as it is: $(word "$notes/test.log" '✘ Test')"
}

for name in $wanted; do
    grep -qxF -- "$name" "$table" || die "there is no guard '$name' in mutants.txt."
done
copy_tree
echo "building the tree"
build || die "the tree itself does not build: $(word "$notes/build.log" 'error:')"
echo "seeing the tests green"
each see_green
failed=0
each try
[[ $tree != "$(cd "$here/../.." && pwd -P)" ]] || echo "what is built here now is the last mutant: build again"
exit $failed
