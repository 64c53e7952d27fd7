import { sentinelPath } from '../bootstrap-files.js';

/** Where the reporter looks on the host. */
export interface ReporterPaths {
  /** The files of cloud-init and of the bootstrap contract. */
  readonly sentinel: string;
  readonly outputLog: string;
  readonly debugLog: string;
  readonly status: string;
  readonly result: string;
  /** Gone after a reboot: says that the watcher has been started. */
  readonly lock: string;
  /** Stays for the life of the instance: what was reported last. */
  readonly final: string;
}

const hostPaths: ReporterPaths = {
  sentinel: sentinelPath,
  outputLog: '/var/log/cloud-init-output.log',
  debugLog: '/var/log/cloud-init.log',
  status: '/run/cloud-init/status.json',
  result: '/run/cloud-init/result.json',
  lock: '/run/handoff-reporter',
  final: '/var/lib/cloud/instance/handoff-report',
};

/**
 * The text for `guestinfo.vendordata`: a reporter that tells vCenter, through the guest tools, how far cloud-init and kubeadm have come
 * and what kubeadm said when it failed. Where there is no vmware-rpctool it does nothing.
 *
 * Why a boothook and not `#cloud-config`: cloud-init merges vendor data *under* user data, and a list in user data (write_files, bootcmd,
 * runcmd) replaces the vendor's list of the same name whole; a `merge_how` in vendor data is consumed before that merge. Bootstrap data
 * always has write_files and runcmd, and may have bootcmd, so no section is safe. A boothook is a part of its own: it is not merged with
 * anything, disturbs nothing, and runs early on every boot, before the user data is carried out (so it also reports user data that cannot
 * be read).
 */
export const vendorData = (): string => `#cloud-boothook\n${reporterScript(hostPaths)}`;

/** POSIX sh: hosts differ in what else they have. Every line of it must be harmless where something is missing. */
export function reporterScript(paths: ReporterPaths): string {
  return `#!/bin/sh
# Reports the progress of cloud-init and kubeadm to the hypervisor as guestinfo.handoff.{state,step,error,at}.
rpctool=$(command -v vmware-rpctool) || exit 0
sentinel='${paths.sentinel}'
output='${paths.outputLog}'
debug='${paths.debugLog}'
status='${paths.status}'
result='${paths.result}'
lock='${paths.lock}'
final='${paths.final}'
${script}`;
}

const script = String.raw`
info_set() {
  "$rpctool" "info-set guestinfo.handoff.$1 $2" >/dev/null 2>&1
}

# One line, printable, of bounded length, and without bootstrap tokens.
clean() {
  tr '\t\r\n' '   ' | tr -d '\000-\037' |
    sed -E -e 's/(^|[^a-z0-9])[a-z0-9]{6}\.[a-z0-9]{16}([^a-z0-9]|$)/\1[token]\2/g' -e 's/ +/ /g' -e 's/^ //' -e 's/ $//' | cut -c1-4000
}

# report STATE STEP ERROR: writes when something changed, the state last so that nobody reads it without its error.
last=
report() {
  [ "$1|$2|$3" = "$last" ] && return 0
  last="$1|$2|$3"
  info_set step "$2" || return 1
  info_set error "$3"
  info_set at "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
  info_set state "$1"
}

finish() {
  report "$1" "$2" "$3"
  printf '%s\n%s\n%s\n' "$1" "$2" "$3" >"$final" 2>/dev/null
  exit 0
}

# kubeadm prefixes its lines with the phase. Its error comes last, before a hint about the stack trace; the causes of a failed preflight stand
# before it (from 1.31 on) or after it. Prints the phase on the first line and the error on the second.
scan() {
  tail -c "+$from" "$output" 2>/dev/null | tr -d '\r' | awk '
    /^\[[a-z][a-z-]*\] / { phase = substr($1, 2, length($1) - 2) }
    /^\[preflight\] Running/ { causes = "" }
    /^[ \t]*\[ERROR / { causes = causes " " $0; next }
    /^error execution phase / || /^error: / { said = ""; taking = 1 }
    /^To see the stack trace of this error/ { if (said == "") said = before; taking = 0; next }
    /^k8s\.io\// || /^github\.com\// || /^\t\// || /^\[preflight\] If you know what you are doing/ { taking = 0 }
    /kubeadm: (command )?not found/ { said = $0 }
    taking && NF { said = said (said == "" ? "" : "; ") $0 }
    NF { before = $0 }
    END { sub(/^error: /, "", said); print phase; print (said == "" ? "" : said causes) }'
}

length() {
  wc -c 2>/dev/null <"$output" || echo 0
}

stage() {
  sed -n 's/^ *"stage": *"\([^"]*\)".*/\1/p' "$status" 2>/dev/null | head -n 1
}

# cloud-init is over and kubeadm has left no error: what did cloud-init itself complain about? User data that it could not read comes first.
# Only the first line of a warning is taken; the lines after it quote user data.
complaint() {
  warnings=$(sed -n 's/^.*\[WARNING\]: //p' "$debug" 2>/dev/null)
  { printf '%s\n' "$warnings" | grep -E '^Failed (loading|at merging)|[Jj]inja' || printf '%s\n' "$warnings"; } | head -n 1 | clean
}

watch() {
  from=$(($(length) + 1)) # what a template's image left in the log is not ours
  size=-1 phase= error=
  while :; do
    ended=no
    [ -e "$result" ] && ended=yes # looked at before the sentinel: what comes later than both is the next round's
    now=$(length)
    if [ "$now" != "$size" ]; then
      size=$now
      found=$(scan)
      phase=$(printf '%s\n' "$found" | sed -n 1p | clean)
      error=$(printf '%s\n' "$found" | sed -n 2p | clean)
    fi
    stage=$(stage)
    step=cloud-init
    [ -n "$stage" ] && step="cloud-init: $stage" # it names none between its stages
    [ -n "$phase" ] && step="kubeadm: $phase"
    [ -e "$sentinel" ] && finish done "$step" ''
    if [ "$ended" = yes ]; then
      [ -n "$error" ] || error=$(complaint)
      [ -n "$error" ] || error='cloud-init ended, and kubeadm has not succeeded; see /var/log/cloud-init-output.log on the host'
      finish failed "$step" "$error"
    fi
    if [ -n "$error" ]; then report failed "$step" "$error"; else report running "$step" '' || exit 0; fi
    sleep 2
  done
}

case "$1" in
  watch) watch ;;
esac

# A later boot of the same instance: cloud-init will not run the commands again, and the hypervisor has forgotten the variables.
if [ -s "$final" ]; then
  report "$(sed -n 1p "$final")" "$(sed -n 2p "$final")" "$(sed -n 3p "$final")"
  exit 0
fi

# Once per boot, and detached: cloud-init waits for a boothook, and a unit of its own outlives cloud-init's.
mkdir "$lock" 2>/dev/null || exit 0
if command -v systemd-run >/dev/null 2>&1 &&
  systemd-run --quiet --no-block --collect --unit=handoff-reporter --property=DefaultDependencies=no /bin/sh "$0" watch >/dev/null 2>&1; then
  exit 0
fi
setsid /bin/sh "$0" watch </dev/null >/dev/null 2>&1 &
exit 0
`;
