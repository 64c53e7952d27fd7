#!/bin/sh
# Copies what runs from a built and pruned checkout ($1) into a new folder ($2): packages' own package.json and dist, and what they depend on.
set -eu
from=$1
to=$2
mkdir -p "$to"
cd "$from"
cp -a package.json node_modules "$to/"
for package in apps/* libs/*/* tools/simulators/*; do
  [ -d "$package/dist" ] || continue
  mkdir -p "$to/$package"
  cp -a "$package/package.json" "$package/dist" "$to/$package/"
done
mkdir -p "$to/deploy"
cp -a deploy/image deploy/crds "$to/deploy/"
# Nobody reads these in a container: types, maps, tests, and the links to packages that are only for building.
find "$to/apps" "$to/libs" "$to/tools" -type f \( -name '*.d.ts' -o -name '*.map' -o -name '*.spec.js' -o -name '.tsbuildinfo' \) -delete
find "$to/node_modules" -type f \( -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.map' -o -name '*.md' \) -delete
find "$to/node_modules" -xtype l -delete
