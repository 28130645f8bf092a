#!/bin/sh
# 卸载。报告和材料不受影响，缓存一并删除。Removes the program and its cache; papers and reports stay.
set -eu
target=$(cd "$(dirname "$0")" && pwd)
if [ -x "$target/python/bin/docs-check" ]; then "$target/python/bin/docs-check" cache clear || true; fi
desktop=$(xdg-user-dir DESKTOP 2>/dev/null || echo "$HOME/Desktop")
for name in check desk review help; do
    rm -f "${XDG_DATA_HOME:-"$HOME/.local/share"}/applications/docs-check-$name.desktop" "$desktop/docs-check-$name.desktop"
done
rm -rf "${target:?}/python" "${target:?}/bin" "$target/docs" "$target/open.sh" "$target/uninstall.sh"
rmdir "$target" 2>/dev/null || true
echo "已卸载。Removed."
