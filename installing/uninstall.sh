#!/bin/sh
# 卸载。报告和材料不受影响，缓存一并删除。Removes the program and its cache; papers and reports stay.
set -eu
target=$(cd "$(dirname "$0")" && pwd)
[ -x "$target/python/bin/docs-check" ] && "$target/python/bin/docs-check" cache clear || true
rm -f "${XDG_DATA_HOME:-"$HOME/.local/share"}/applications/docs-check.desktop"
rm -rf "$target/python" "$target/bin" "$target/uninstall.sh"
rmdir "$target" 2>/dev/null || true
echo "已卸载。Removed."
