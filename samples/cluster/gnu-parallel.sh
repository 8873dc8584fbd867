#!/bin/sh
# GNU parallel over machines that share a folder: HOSTS="node1 node2" IN=/data/pictures OUT=/data/blurred samples/cluster/gnu-parallel.sh
# Without HOSTS all parts run here. One kernelcli uses all cores of a machine, so one part at a time is right for each.
set -eu
parts=${PARTS:-8}
for host in ${HOSTS:-:}; do echo "1/$host"; done > "${TMPDIR:-/tmp}/kernelcli-hosts.$$"
trap 'rm -f "${TMPDIR:-/tmp}/kernelcli-hosts.$$"' EXIT
seq "$parts" | parallel -q --sshloginfile "${TMPDIR:-/tmp}/kernelcli-hosts.$$" \
    kernelcli apply "${IN:?say what with IN=}" -r -f "${FILTER:-gaussian:2}" -O "${OUT:?say where to with OUT=}" --shard {}/"$parts"
