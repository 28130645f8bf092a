@echo off
rem 菜单入口：检查一个文件夹，打开收件柜台，或审查一份报告。What the menu entries start.   open.cmd check^|desk^|review [FOLDER]
chcp 65001 >nul
setlocal
set "what=%~1"
set "folder=%~2"
if "%folder%"=="" set /p "folder=请输入文件夹路径，或把文件夹拖到这里，再按回车 (the folder, then Enter): "
set "folder=%folder:"=%"
if "%folder:~-1%"=="\" set "folder=%folder:~0,-1%"
if "%what%"=="check" (
  "%~dp0python\Scripts\docs-check.exe" check "%folder%" --out "%folder%-report"
  if exist "%folder%-report\index.html" start "" "%folder%-report\index.html"
) else (
  "%~dp0python\Scripts\docs-check.exe" %what% "%folder%"
)
pause
