#!/bin/sh
# 菜单入口：检查一个文件夹，打开收件柜台，或审查一份报告。What the menu entries start.   sh open.sh check|desk|review [FOLDER]
set -u
command="$(cd "$(dirname "$0")" && pwd)/bin/docs-check"
what=$1
folder=${2:-}
if [ -z "$folder" ] && command -v zenity >/dev/null 2>&1; then
    folder=$(zenity --file-selection --directory --title "$([ "$what" = review ] && echo 选择报告文件夹 || echo 选择材料文件夹)") || exit 0
fi
if [ -z "$folder" ]; then
    printf '请输入文件夹路径，或把文件夹拖到这里，再按回车（the folder, then Enter）：'
    read -r folder
    folder=$(printf '%s' "$folder" | sed "s/^['\"]//; s/['\"] *$//; s/ *$//")
fi
folder=${folder%/}
if [ "$what" = check ]; then
    "$command" check "$folder" --out "$folder-report"
    [ -f "$folder-report/index.html" ] && command -v xdg-open >/dev/null 2>&1 && xdg-open "$folder-report/index.html"
else
    "$command" "$what" "$folder"
fi
printf '按回车关闭（Enter closes this）。'
read -r _
