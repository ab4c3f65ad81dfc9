#!/bin/sh
# Makes an environment of its own with svy and what the script that writes the benchmark survey needs, runs the benchmark, takes
# the environment away. The script lies in ../shared/bench; TEJIDO_BENCH names another folder.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
scripts=${TEJIDO_BENCH:-"$here/../shared/bench"}
if [ ! -f "$scripts/make_survey.py" ]; then
  echo "replicates: not run: $scripts/make_survey.py is not here (TEJIDO_BENCH names another folder)"
  exit 0
fi
peer=$(mktemp -d)
trap 'rm -rf "$peer"' EXIT
"$here/.venv/bin/uv" venv --quiet --python "$here/.venv/bin/python" "$peer/env"
"$here/.venv/bin/uv" pip install --quiet --python "$peer/env/bin/python" polars numpy pyarrow "svy==0.35.0"
cd "$here"
PYTHONPATH="$here" "$here/.venv/bin/python" -m benchmarks.replicates.run "$scripts" "$peer/env/bin/python"
