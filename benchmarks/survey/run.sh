#!/bin/sh
# Makes an environment of its own for the script that writes the benchmark survey, runs the benchmark beside R's survey, takes
# the environment away. The scripts lie in ../shared/bench; TEJIDO_BENCH names another folder.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
scripts=${TEJIDO_BENCH:-"$here/../shared/bench"}
if [ ! -f "$scripts/make_survey.py" ]; then
  echo "survey: not run: $scripts/make_survey.py is not here (TEJIDO_BENCH names another folder)"
  exit 0
fi
maker=$(mktemp -d)
trap 'rm -rf "$maker"' EXIT
"$here/.venv/bin/uv" venv --quiet --python "$here/.venv/bin/python" "$maker/env"
"$here/.venv/bin/uv" pip install --quiet --python "$maker/env/bin/python" polars numpy
cd "$here"
PYTHONPATH="$here" "$here/.venv/bin/python" benchmarks/survey/run.py "$scripts" "$maker/env/bin/python"
