const blocksASecond = 20

/**
 * A script for bash that writes numbered lines at a steady pace, for as long as whoever reads keeps up. The lines are
 * made before the first is written, so that a shell can do it: it only writes and waits.
 */
export function floodScript({ seconds, linesASecond }: { seconds: number; linesASecond: number }): string {
  const blocks = seconds * blocksASecond
  const lines = linesASecond / blocksASecond
  const microseconds = 1_000_000 / blocksASecond
  return `
for ((n = 0; n < ${blocks}; n++)); do
  blocks[n]=$(seq -f 'loss 0.123456, accuracy 98.7 %%, line %.0f' $((n * ${lines} + 1)) $(((n + 1) * ${lines})))
done
exec 3<> <(:)
start=\${EPOCHREALTIME//[.,]/}
for ((n = 0; n < ${blocks}; n++)); do
  printf '%s\\n' "\${blocks[n]}"
  left=$((start + (n + 1) * ${microseconds} - \${EPOCHREALTIME//[.,]/}))
  if ((left > 0)); then
    printf -v pause '0.%06d' $left
    read -rt $pause -u 3
  fi
done
exit 0
`
}
