#!/bin/sh
# Makes an environment of its own for the peer (pandana) under a temporary folder, runs the benchmark, takes both away.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
peer=$(mktemp -d)
trap 'rm -rf "$peer"' EXIT
"$here/.venv/bin/uv" venv --quiet --python "$here/.venv/bin/python" "$peer/env"
"$here/.venv/bin/uv" pip install --quiet --python "$peer/env/bin/python" pandana==0.8
cd "$here"
PYTHONPATH="$here" "$here/.venv/bin/python" benchmarks/nearest/run.py "$peer/env/bin/python"
