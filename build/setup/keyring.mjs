// @ts-check
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { run } from './run-command.mjs'

// The daemon's home and control folder are its own, so that a user's keyring is neither read nor asked. It stays in the
// foreground to end with this shell. Without the wait for its name on the bus a second daemon would be started on demand.
const PRIVATE_SESSION = `
  exec 2>&3 3>&-
  home=$(mktemp -d "\${TMPDIR:-/tmp}/uai-keyring-XXXXXX")
  printf 'private\\n' | env -u GNOME_KEYRING_CONTROL HOME="$home" XDG_DATA_HOME="$home" \\
    gnome-keyring-daemon --foreground --unlock --components=secrets --control-directory="$home" >"$home/log" 2>&1 &
  daemon=$!
  trap 'kill "$daemon" 2>/dev/null; wait "$daemon"; rm -rf "$home"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  bus='--session --print-reply --dest=org.freedesktop.DBus /org/freedesktop/DBus org.freedesktop.DBus.NameHasOwner'
  tries=0
  until dbus-send $bus string:org.freedesktop.secrets 2>/dev/null | grep -q 'boolean true'; do
    tries=$((tries + 1))
    if [ "$tries" -gt 100 ]; then
      echo 'gnome-keyring-daemon did not start:' >&2
      cat "$home/log" >&2
      exit 70
    fi
    sleep 0.1
  done
  "$@"
`

/**
 * The same command with a keyring of its own, unlocked, empty, and gone afterwards.
 * To end it early, signal its whole process group.
 * @param {readonly string[]} command
 * @returns {string[]}
 */
export function inPrivateKeyring(command) {
  // The bus reports every service that it starts; only what the command says is wanted.
  const quietBus = 'exec dbus-run-session -- "$@" 3>&2 2>/dev/null'
  return ['sh', '-c', quietBus, 'quiet-bus', 'sh', '-c', PRIVATE_SESSION, 'private-keyring', ...command]
}

/** Is there a desktop whose own keyring answers? A desktop that has one starts it for this question. */
export async function desktopKeyringAnswers() {
  const onDesktop = Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
  if (!onDesktop || process.env['DBUS_SESSION_BUS_ADDRESS'] === undefined) return false
  const ping = ['--dest=org.freedesktop.secrets', '/org/freedesktop/secrets', 'org.freedesktop.DBus.Peer.Ping']
  const { code } = await run('dbus-send', ['--session', '--print-reply', '--reply-timeout=5000', ...ping])
  return code === 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [program = '', ...args] = inPrivateKeyring(process.argv.slice(2))
  spawn(program, args, { stdio: 'inherit' }).once('close', (code) => process.exit(code ?? 1))
}
