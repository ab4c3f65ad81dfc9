#!/bin/sh
# Makes an environment of its own for the peer (gtfs-kit) under a temporary folder, runs the benchmark, takes it away.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
peer=$(mktemp -d)
trap 'rm -rf "$peer"' EXIT
"$here/.venv/bin/uv" venv --quiet --python "$here/.venv/bin/python" "$peer/env"
"$here/.venv/bin/uv" pip install --quiet --python "$peer/env/bin/python" gtfs-kit==10.1.1
cd "$here"
PYTHONPATH="$here" "$here/.venv/bin/python" -m benchmarks.transit.run "$peer/env/bin/python"
