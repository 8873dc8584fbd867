#!/bin/bash
# Tries slurm-array.sh on a cluster of one node on this machine: needs root on Debian, installs slurm-wlm and munge, and takes both down again.
#   samples/cluster/try-slurm.sh KERNELCLI
# KERNELCLI is the program, such as src/KernelCli/bin/Release/net10.0/kernelcli.
set -euo pipefail
program=$(readlink -f "${1:?usage: try-slurm.sh KERNELCLI}")
here=$(cd "$(dirname "$0")" && pwd)
[ "$(id -u)" -eq 0 ] || { echo "try-slurm.sh: must be root, to start the daemons" >&2; exit 2; }
if ! command -v slurmctld > /dev/null || ! command -v munged > /dev/null; then
    apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q slurm-wlm munge
fi

work=$(mktemp -d)
chmod 755 "$work"
stop() {
    for daemon in slurmd slurmctld munged; do
        [ -f "$work/$daemon.pid" ] || continue
        pid=$(cat "$work/$daemon.pid")
        kill "$pid" 2> /dev/null || true
        for _ in $(seq 50); do kill -0 "$pid" 2> /dev/null || break; sleep 0.1; done
    done
    rm -rf "$work" || true
}
trap stop EXIT

mkdir -p /run/munge && chown munge: /run/munge
[ -s /etc/munge/munge.key ] || { dd if=/dev/urandom bs=1 count=1024 of=/etc/munge/munge.key 2> /dev/null; chown munge: /etc/munge/munge.key; chmod 400 /etc/munge/munge.key; }
mkdir "$work/munge" && chown munge: "$work/munge"
su -s /bin/sh munge -c "munged --force --pid-file=$work/munge/munged.pid --log-file=$work/munge/munged.log --seed-file=$work/munge/seed"
ln -s "$work/munge/munged.pid" "$work/munged.pid"

node=$(hostname -s)
cat > "$work/slurm.conf" <<CONF
ClusterName=try
SlurmctldHost=$node(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
ReturnToService=2
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPort=16817
SlurmdPort=16818
NodeName=$node NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=$node Default=YES MaxTime=10 State=UP
CONF
mkdir "$work/state" "$work/spool" "$work/in" "$work/in/deep" "$work/bin"
export SLURM_CONF=$work/slurm.conf
slurmctld && slurmd -N "$node"

# Twenty pictures, in two folders, made by the program itself.
ln -s "$program" "$work/bin/kernelcli"
export PATH=$work/bin:$PATH
for i in $(seq 20); do
    folder=$([ $((i % 2)) -eq 0 ] && echo in || echo in/deep)
    kernelcli apply "$here/../scene.png" -f "add:$i" -o "$work/$folder/picture-$i.png"
done

for _ in $(seq 30); do
    [ "$(sinfo -h -o %t 2> /dev/null)" = idle ] && break
    sleep 1
done
IN=$work/in OUT=$work/out sbatch --wait --array=1-4 --cpus-per-task=1 --chdir="$work" --export=ALL "$here/slurm-array.sh"

written=$(find "$work/out" -name '*.png' | wc -l)
reported=$(cat "$work"/out/report-*.jsonl | grep -c '"kind":"picture"')
tasks=$(find "$work/out" -name 'report-*.jsonl' | wc -l)
once=$(cat "$work"/out/report-*.jsonl | grep -o '"input":"[^"]*"' | sort | uniq | wc -l)
echo "$tasks tasks wrote $written of 20 pictures, reported $reported, each once: $once"
[ "$written" -eq 20 ] && [ "$reported" -eq 20 ] && [ "$once" -eq 20 ] && [ "$tasks" -eq 4 ]
