#!/bin/bash
# A Slurm job array: every task filters its part of a folder.
#   IN=/data/pictures OUT=/data/blurred sbatch --array=1-16 samples/cluster/slurm-array.sh
# The parts are disjoint and complete; the reports of all tasks are joined with cat.
#SBATCH --job-name=kernelcli
#SBATCH --cpus-per-task=2
#SBATCH --output=kernelcli-%A-%a.log
set -euo pipefail
mkdir -p "${OUT:?say where to with OUT=}"
kernelcli apply "${IN:?say what with IN=}" -r -f "${FILTER:-gaussian:2}" -O "$OUT" --shard auto -j "${SLURM_CPUS_PER_TASK:-1}" \
    --report "$OUT/report-${SLURM_ARRAY_TASK_ID}.jsonl"
