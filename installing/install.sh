#!/bin/sh
# 安装 docs-check（无需网络）。Installs docs-check from this folder, without a network.   sh install.sh [FOLDER]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-"$HOME/docs-check"}

python=
for name in ${PYTHON:-} python3.13 python3.12 python3.11 python3; do
    if command -v "$name" >/dev/null 2>&1 && "$name" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$(cat "$here/PYTHON")')" 2>/dev/null; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "需要 Python $(cat "$here/PYTHON")，本机没有找到；请先安装，或用 PYTHON=/路径/python3 指定。" >&2
    echo "Python $(cat "$here/PYTHON") is needed and was not found; install it, or name it by PYTHON=/path/to/python3." >&2
    exit 1
fi
(cd "$here" && sha256sum --quiet -c SHA256SUMS) || { echo "安装包不完整，请重新拷贝。The bundle is damaged; copy it again." >&2; exit 1; }
"$python" -m venv "$target/python" || { echo "不能建立虚拟环境，请安装 python3-venv。Install python3-venv." >&2; exit 1; }
"$target/python/bin/python" -m pip install --quiet --no-index --find-links "$here/wheels" --require-hashes -r "$here/requirements.txt"
mkdir -p "$target/bin"
ln -sf "$target/python/bin/docs-check" "$target/bin/docs-check"
cp "$here/uninstall.sh" "$target/uninstall.sh"
cp "$here/open.sh" "$target/open.sh"
[ -d "$here/docs" ] && rm -rf "$target/docs" && cp -R "$here/docs" "$target/docs"
entries=${XDG_DATA_HOME:-"$HOME/.local/share"}/applications
desktop=$(xdg-user-dir DESKTOP 2>/dev/null || echo "$HOME/Desktop")
mkdir -p "$entries"
entry() { # entry NAME TITLE TERMINAL COMMAND: in the menu, and on the desktop where there is one
    printf '[Desktop Entry]\nType=Application\nName=%s\nTerminal=%s\nExec=%s\n' "$2" "$3" "$4" > "$entries/docs-check-$1.desktop"
    chmod +x "$entries/docs-check-$1.desktop"
    if [ -d "$desktop" ] && [ "$desktop" != "$HOME" ]; then cp "$entries/docs-check-$1.desktop" "$desktop/"; fi
}
entry check "材料检查 docs-check" true "sh \"$target/open.sh\" check %f"
entry desk "收件柜台 docs-check" true "sh \"$target/open.sh\" desk %f"
entry review "材料审查 docs-check" true "sh \"$target/open.sh\" review %f"
entry help "材料检查说明 docs-check" false "xdg-open \"$target/docs/zh/index.html\""
"$target/bin/docs-check" doctor
echo "已安装到 $target；命令为 $target/bin/docs-check。Installed; the command is $target/bin/docs-check."
